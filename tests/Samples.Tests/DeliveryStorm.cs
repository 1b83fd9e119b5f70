using System.Collections.Concurrent;
using System.Globalization;
using System.Net.Http.Headers;
using InsideLabs.EventBus.Events;
using InsideLabs.EventBus.Signatures;

namespace Samples.Tests;

/// <summary>A sender that repeats whatever was not acknowledged, as the bus does, only without its patience.</summary>
internal sealed class DeliveryStorm(Uri receiver, string subscriptionId, WebhookSecret secret) : IDisposable
{
    private static readonly string[] Types = ["shop.order.placed", "shop.order.paid", "shop.customer.created"];

    private readonly HttpClient _http = new() { BaseAddress = receiver, Timeout = TimeSpan.FromSeconds(30) };
    private readonly ConcurrentQueue<int> _waiting = new();
    private volatile TaskCompletionSource _isUp = Up();
    private int _open;
    private int _acknowledged;
    private int _failed;

    /// <summary>Called with how many requests have been acknowledged so far.</summary>
    public Action<int> OnAcknowledged { get; set; } = _ => { };

    public int Acknowledged => _acknowledged;

    /// <summary>Requests that were not answered with 200, and so were repeated.</summary>
    public int Failed => _failed;

    /// <summary>The receiver is about to go: who fails from now on waits until it is back.</summary>
    public void ReceiverGoesDown() => _isUp = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

    public void ReceiverIsUp() => _isUp.TrySetResult();

    /// <summary>Sends one request for each number, and repeats each until it is acknowledged.</summary>
    public Task SendAsync(IReadOnlyCollection<int> deliveries, int inFlight)
    {
        _open = deliveries.Count;
        foreach (var delivery in deliveries)
        {
            _waiting.Enqueue(delivery);
        }

        return Task.WhenAll(Enumerable.Range(0, inFlight).Select(_ => Task.Run(WorkAsync)));
    }

    public void Dispose() => _http.Dispose();

    private static TaskCompletionSource Up()
    {
        var up = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        up.SetResult();
        return up;
    }

    private async Task WorkAsync()
    {
        while (Volatile.Read(ref _open) > 0)
        {
            if (!_waiting.TryDequeue(out var delivery))
            {
                // The rest is in the hands of the other workers: who fails there tries again there.
                return;
            }

            while (!await TrySendAsync(delivery))
            {
                Interlocked.Increment(ref _failed);
                await _isUp.Task;
            }

            Interlocked.Decrement(ref _open);
            OnAcknowledged(Interlocked.Increment(ref _acknowledged));
        }
    }

    private async Task<bool> TrySendAsync(int delivery)
    {
        try
        {
            using var request = Request(delivery);
            using var answer = await _http.SendAsync(request);
            return answer.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    private HttpRequestMessage Request(int delivery)
    {
        var id = string.Create(CultureInfo.InvariantCulture, $"delivery-{delivery}");
        var type = EventType.Parse(Types[delivery % Types.Length]);
        var now = DateTimeOffset.UtcNow;
        var body = EventEnvelope.Create(EventId.Parse($"event-{delivery}"), type, type.Category, "Shop", now, "{}"u8).Utf8Json.ToArray();
        var request = new HttpRequestMessage(HttpMethod.Post, "/handler/storm") { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        request.Headers.Add(WebhookHeaders.Id, id);
        request.Headers.Add(WebhookHeaders.Timestamp, now.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture));
        request.Headers.Add(WebhookHeaders.Signature, WebhookSignature.Sign(secret, id, now, body));
        request.Headers.Add(WebhookHeaders.SubscriptionId, subscriptionId);
        return request;
    }
}
