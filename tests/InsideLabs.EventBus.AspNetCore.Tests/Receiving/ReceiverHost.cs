using System.Net;
using System.Net.Http.Headers;
using System.Text;
using InsideLabs.EventBus.AspNetCore.Receiving;
using InsideLabs.EventBus.Conformance;
using InsideLabs.EventBus.Conformance.Hosting;
using InsideLabs.EventBus.Events;
using InsideLabs.EventBus.Receipts;
using InsideLabs.EventBus.Signatures;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using EventId = InsideLabs.EventBus.Events.EventId;

namespace InsideLabs.EventBus.AspNetCore.Tests.Receiving;

/// <summary>A receiver behind a real socket, and a sender that signs as the bus does.</summary>
internal sealed class ReceiverHost : IAsyncDisposable
{
    /// <summary>How long a test waits for a signal before it calls it missing. No test depends on it being short.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    public static readonly WebhookSecret Secret = WebhookSecret.Generate();

    private readonly WebApplication _app;

    private ReceiverHost(WebApplication app, VirtualClock time, CapturedLogs logs, HttpClient http) =>
        (_app, Time, Logs, Http) = (app, time, logs, http);

    public VirtualClock Time { get; }

    public CapturedLogs Logs { get; }

    public HttpClient Http { get; }

    public IReceiptStore Receipts => _app.Services.GetRequiredService<IReceiptStore>();

    /// <summary>Starts a receiver at <c>/hook</c>. It believes <see cref="Secret"/> and keeps receipts in memory unless told otherwise.</summary>
    public static async Task<ReceiverHost> StartAsync(
        Action<EventReceiverOptions> configure,
        Action<IServiceCollection>? services = null,
        Action<WebApplication>? pipeline = null)
    {
        var time = new VirtualClock();
        var logs = new CapturedLogs();
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders().SetMinimumLevel(LogLevel.Debug).AddProvider(logs);
        builder.Services.AddSingleton<TimeProvider>(time);
        (services ?? (s => s.AddInMemoryReceipts()))(builder.Services);
        var app = builder.Build();
        pipeline?.Invoke(app);
        app.MapEventReceiver("/hook", options =>
        {
            options.SigningSecrets.Add(Secret);
            configure(options);
        });
        await app.StartAsync();
        return new ReceiverHost(app, time, logs, new HttpClient { BaseAddress = new Uri(app.Urls.Single()) });
    }

    public static byte[] Body(string type = "shop.order.placed", string payload = """{"orderId":"o-1"}""", string? eventId = null)
    {
        var eventType = EventType.Parse(type);
        return EventEnvelope.Create(
            EventId.Parse(eventId ?? "e-1"), eventType, eventType.Category, "Shop", TestData.Start, Encoding.UTF8.GetBytes(payload)).Utf8Json.ToArray();
    }

    /// <summary>A request as the bus would make it now.</summary>
    public HttpRequestMessage Request(
        string id = "d-1",
        byte[]? body = null,
        WebhookSecret? secret = null,
        DateTimeOffset? timestamp = null,
        string? subscriptionId = "s-1",
        int attempt = 1)
    {
        body ??= Body();
        var at = timestamp ?? Time.GetUtcNow();
        var request = new HttpRequestMessage(HttpMethod.Post, "/hook") { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        request.Headers.Add(WebhookHeaders.Id, id);
        request.Headers.Add(WebhookHeaders.Timestamp, $"{at.ToUnixTimeSeconds()}");
        request.Headers.Add(WebhookHeaders.Signature, WebhookSignature.Sign(secret ?? Secret, id, at, body));
        request.Headers.Add(WebhookHeaders.Attempt, $"{attempt}");
        if (subscriptionId is not null)
        {
            request.Headers.Add(WebhookHeaders.SubscriptionId, subscriptionId);
        }

        return request;
    }

    public async Task<Answer> SendAsync(HttpRequestMessage request)
    {
        using var response = await Http.SendAsync(request).WaitAsync(Patience);
        return new Answer(
            response.StatusCode,
            response.Content.Headers.ContentType?.MediaType,
            await response.Content.ReadAsStringAsync(),
            response.Headers.RetryAfter?.Delta);
    }

    public Task<Answer> DeliverAsync(string id = "d-1", byte[]? body = null, WebhookSecret? secret = null, string? subscriptionId = "s-1", int attempt = 1) =>
        SendAsync(Request(id, body, secret, subscriptionId: subscriptionId, attempt: attempt));

    /// <summary>Whether a delivery would be handled if it came now.</summary>
    public async Task<bool> IsNewAsync(string id)
    {
        await using var receipt = await Receipts.BeginAsync(id, CancellationToken.None);
        return receipt is not null;
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await _app.DisposeAsync();
    }
}

/// <summary>What the sender was told.</summary>
internal sealed record Answer(HttpStatusCode Status, string? MediaType, string Body, TimeSpan? RetryAfter)
{
    /// <summary>The code of the problem document.</summary>
    public string? Code => Body.Length == 0 ? null : System.Text.Json.JsonDocument.Parse(Body).RootElement.GetProperty("code").GetString();
}
