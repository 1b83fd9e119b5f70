using System.Collections.Concurrent;
using System.Net;
using InsideLabs.EventBus.Signatures;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;

namespace InsideLabs.EventBus.Faults.Receiving;

/// <summary>The receiver of a campaign's webhooks. It lives in the test process and is never killed; it refuses some first attempts.</summary>
internal sealed class WebhookReceiver : IAsyncDisposable
{
    private const double RefusedShare = 0.1;

    private readonly WebApplication _app;
    private readonly ConcurrentQueue<ReceivedRequest> _requests = new();
    private readonly Lock _gate = new();
    private readonly Random _random;
    private volatile RequestTrap? _trap;

    private WebhookReceiver(WebApplication app, int seed) => (_app, _random) = (app, new Random(seed));

    /// <summary>How far the sender's clock may be off, by which its signatures are judged; by its own time stamp when null.</summary>
    public IReadOnlyList<TimeSpan>? SenderOffsets { get; set; } = [TimeSpan.Zero];

    /// <summary>Whether it refuses every request.</summary>
    public bool IsDown { get; set; }

    /// <summary>Where it listens: <c>http://127.0.0.1:PORT</c>.</summary>
    public string Url => _app.Urls.Single();

    public IReadOnlyList<ReceivedRequest> Requests => [.. _requests];

    public static async Task<WebhookReceiver> StartAsync(int seed)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(static o => o.Listen(IPAddress.Loopback, 0));
        var receiver = new WebhookReceiver(builder.Build(), seed);
        receiver._app.Run(receiver.ReceiveAsync);
        await receiver._app.StartAsync();
        return receiver;
    }

    /// <summary>From the n-th request on, answers are held until the trap is disposed.</summary>
    public RequestTrap Trap(int nth, Action sprung) => _trap = new RequestTrap(nth, sprung);

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task ReceiveAsync(HttpContext context)
    {
        using var body = new MemoryStream();
        try
        {
            await context.Request.Body.CopyToAsync(body);
        }
        catch (Exception e) when (e is IOException or OperationCanceledException)
        {
            // The sender died before its request was out: nothing was received.
            return;
        }

        var request = Read(context.Request, body.GetBuffer().AsSpan(0, (int)body.Length));
        _requests.Enqueue(request);
        await (_trap?.PassAsync() ?? Task.CompletedTask);
        context.Response.StatusCode = request.Status;
    }

    private ReceivedRequest Read(HttpRequest request, ReadOnlySpan<byte> body)
    {
        var isFirst = request.Headers[WebhookHeaders.Attempt] == "1";
        return ReceivedRequest.Of(
            request.Path.Value![1..],
            name => request.Headers[name],
            body,
            IsDown || (isFirst && Draw() < RefusedShare) ? StatusCodes.Status503ServiceUnavailable : StatusCodes.Status204NoContent,
            SenderOffsets);
    }

    private double Draw()
    {
        lock (_gate)
        {
            return _random.NextDouble();
        }
    }
}
