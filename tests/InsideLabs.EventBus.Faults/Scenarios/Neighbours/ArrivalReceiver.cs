using System.Collections.Concurrent;
using System.Net;
using System.Threading.Channels;
using InsideLabs.EventBus.Signatures;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;

namespace InsideLabs.EventBus.Faults.Scenarios.Neighbours;

/// <summary>
/// Notes when which event arrived, and does nothing else, because it has the same processors as what is measured. The backlog's
/// endpoint answers with the next tick of a clock, as one far away would: the library's work stays what is measured.
/// </summary>
internal sealed class ArrivalReceiver : IAsyncDisposable
{
    /// <summary>The path of the subscription with the backlog.</summary>
    public const string BulkPath = "bulk";

    private readonly WebApplication _app;
    private readonly ConcurrentDictionary<string, long> _arrivals = new(StringComparer.Ordinal);
    private readonly Channel<bool> _arrived = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private readonly PeriodicTimer _ticks;
    private TaskCompletionSource _tick = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Task _ticking = Task.CompletedTask;
    private int _bulk;

    private ArrivalReceiver(WebApplication app, TimeSpan bulkAnswer) => (_app, _ticks) = (app, new PeriodicTimer(bulkAnswer));

    /// <summary>Where it listens: <c>http://127.0.0.1:PORT</c>.</summary>
    public string Url => _app.Urls.Single();

    /// <summary>How many of the backlog have arrived.</summary>
    public int Bulk => Volatile.Read(ref _bulk);

    public static async Task<ArrivalReceiver> StartAsync(TimeSpan bulkAnswer)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(static o => o.Listen(IPAddress.Loopback, 0));
        var receiver = new ArrivalReceiver(builder.Build(), bulkAnswer);
        receiver._app.Run(receiver.ReceiveAsync);
        receiver._ticking = receiver.TickAsync();
        await receiver._app.StartAsync();
        return receiver;
    }

    /// <summary>When events arrived, waiting for those that have not yet.</summary>
    /// <returns>The timestamps by the events' ids; without those that did not arrive in time.</returns>
    public async Task<IReadOnlyDictionary<string, long>> WhenArrivedAsync(IEnumerable<string> ids, TimeSpan patience)
    {
        var missing = ids.ToHashSet(StringComparer.Ordinal);
        var found = new Dictionary<string, long>(missing.Count, StringComparer.Ordinal);
        using var deadline = new CancellationTokenSource(patience, TimeProvider.System);
        while (true)
        {
            foreach (var id in missing.Where(_arrivals.ContainsKey).ToList())
            {
                missing.Remove(id);
                found.Add(id, _arrivals[id]);
            }

            try
            {
                if (missing.Count == 0 || !await _arrived.Reader.ReadAsync(deadline.Token))
                {
                    return found;
                }
            }
            catch (OperationCanceledException)
            {
                return found;
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        _ticks.Dispose();
        await _ticking;
        _tick.TrySetResult();
        await _app.DisposeAsync();
    }

    private async Task TickAsync()
    {
        while (await _ticks.WaitForNextTickAsync())
        {
            Interlocked.Exchange(ref _tick, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).SetResult();
        }
    }

    private async Task ReceiveAsync(HttpContext context)
    {
        var at = TimeProvider.System.GetTimestamp();
        context.Response.StatusCode = StatusCodes.Status204NoContent;
        if (string.Equals(context.Request.Path.Value, "/" + BulkPath, StringComparison.Ordinal))
        {
            Interlocked.Increment(ref _bulk);
            await Volatile.Read(ref _tick).Task;
        }
        else
        {
            _arrivals.TryAdd(context.Request.Headers[WebhookHeaders.EventId].ToString(), at);
            _arrived.Writer.TryWrite(true);
        }
    }
}
