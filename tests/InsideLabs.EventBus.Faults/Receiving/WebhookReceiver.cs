using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Text.Json;
using InsideLabs.EventBus.Faults.Loads;
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
        var name = request.Path.Value![1..];
        var isFirst = Header(WebhookHeaders.Attempt) == "1";
        return new ReceivedRequest
        {
            DeliveryId = Guid.Parse(Header(WebhookHeaders.Id)!),
            SubscriptionId = Guid.Parse(Header(WebhookHeaders.SubscriptionId)!),
            EventId = Header(WebhookHeaders.EventId)!,
            BodyEventId = EventIdOf(body),
            Verification = Verify(request, name, body),
            Status = IsDown || (isFirst && Draw() < RefusedShare) ? StatusCodes.Status503ServiceUnavailable : StatusCodes.Status204NoContent,
        };

        string? Header(string name) => request.Headers[name];
    }

    /// <summary>The best of what the possible clocks of the sender say.</summary>
    private WebhookVerification Verify(HttpRequest request, string name, ReadOnlySpan<byte> body)
    {
        var sent = request.Headers[WebhookHeaders.Timestamp].ToString();
        var real = TimeProvider.System.GetUtcNow();
        var last = WebhookVerification.Valid;
        foreach (var now in SenderOffsets?.Select(o => real + o) ?? [DateTimeOffset.FromUnixTimeSeconds(long.Parse(sent, CultureInfo.InvariantCulture))])
        {
            last = SignatureCheck.Verify(
                FaultSubscription.KeyOf(name),
                request.Headers[WebhookHeaders.Id],
                sent,
                request.Headers[WebhookHeaders.Signature],
                body,
                now);
            if (last == WebhookVerification.Valid)
            {
                break;
            }
        }

        return last;
    }

    private static string? EventIdOf(ReadOnlySpan<byte> body)
    {
        var reader = new Utf8JsonReader(body);
        return JsonElement.ParseValue(ref reader).GetProperty("eventId"u8).GetString();
    }

    private double Draw()
    {
        lock (_gate)
        {
            return _random.NextDouble();
        }
    }
}
