using System.Net;
using System.Text;
using System.Text.Json;
using InsideLabs.EventBus.Adapters.Http;
using InsideLabs.EventBus.Errors;
using InsideLabs.EventBus.Events;
using InsideLabs.EventBus.Occurrences;
using InsideLabs.EventBus.Subscriptions;

namespace InsideLabs.EventBus.Adapters.Tests.Receivers;

/// <summary>The guarded way out, and what adapters are given to send.</summary>
internal static class OutboundFixture
{
    public static readonly DateTimeOffset Now = new(2026, 4, 8, 12, 0, 0, TimeSpan.Zero);

    private static readonly string[] Loopback = ["127.0.0.0/8"];

    /// <summary>The rules and the exchange of a host that may reach loopback over http; without that, of a host on the internet.</summary>
    public static (UrlRules Urls, OutboundExchange Exchange) Make(
        bool loopback = true,
        TimeProvider? time = null,
        TimeSpan? connectTimeout = null,
        Func<string, CancellationToken, Task<IPAddress[]>>? lookUp = null,
        Func<HttpMessageHandler, HttpMessageHandler>? before = null)
    {
        var policy = new DestinationPolicy(loopback ? Loopback.Select(n => IPNetwork.Parse(n)) : []);
        HttpMessageHandler handler = OutboundHttp.Handler(policy, connectTimeout ?? TimeSpan.FromSeconds(5), lookUp ?? Unresolvable);
        return (
            new UrlRules(policy, allowHttp: loopback),
            new OutboundExchange(new OutboundHttp(before?.Invoke(handler) ?? handler), time ?? TimeProvider.System));
    }

    public static Occurrence Event() => Occurrence.Of(
        EventEnvelope.Create(
            EventId.Parse("01JS0Z7V8K3Q4T5W6X7Y8Z9ABC"),
            EventType.Parse("engagement.campaign.sent"),
            "campaign",
            "Engagement",
            Now,
            """{"campaignId":"c-42","n":1e400}"""u8),
        GivenFields.None,
        traceParent: null,
        Now);

    /// <summary>An attempt with a rendered config and rendered settings; the subscription's own config is of no use, as in a host.</summary>
    public static DeliveryRequest Request(string adapter, string config, string? settings)
    {
        var request = new DeliveryRequest
        {
            DeliveryId = Guid.Parse("019646A0-0000-7000-8000-0000000000BB"),
            Attempt = 1,
            Config = Encoding.UTF8.GetBytes(config),
            Occurrence = Event(),
            Subscription = new Subscription
            {
                Id = Guid.Parse("019646a0-0000-7000-8000-0000000000aa"),
                Match = new SubscriptionMatch([EventPattern.Parse("engagement.*")]),
                Adapter = adapter,
                Config = "{}"u8.ToArray(),
                CreatedAt = Now,
                UpdatedAt = Now,
            },
        };
        return settings is null ? request : request with { Settings = Encoding.UTF8.GetBytes(settings) };
    }

    /// <summary>Makes an attempt; one that hangs fails the test instead of stopping it.</summary>
    public static Task<DeliveryResult> SendAsync(this IDeliveryAdapter adapter, DeliveryRequest request) =>
        adapter.SendAsync(request, CancellationToken.None).AsTask().WaitAsync(TimeSpan.FromSeconds(30));

    /// <summary>What an adapter says about a config or settings as written.</summary>
    public static IEnumerable<(string Field, string Code)> Faults(string json, Action<JsonElement, FaultList> judge)
    {
        var faults = new FaultList();
        using var document = JsonDocument.Parse(json);
        judge(document.RootElement, faults);
        return faults.Select(f => (f.Field, f.Code));
    }

    /// <summary>No test asks a real name server.</summary>
    private static Task<IPAddress[]> Unresolvable(string name, CancellationToken cancellationToken) =>
        throw new InvalidOperationException($"A test looked up the name '{name}'.");
}
