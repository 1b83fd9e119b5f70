using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using InsideLabs.EventBus.Adapters.Http;
using InsideLabs.EventBus.Adapters.Webhook;
using InsideLabs.EventBus.Errors;
using InsideLabs.EventBus.Events;
using InsideLabs.EventBus.Occurrences;
using InsideLabs.EventBus.Signatures;
using InsideLabs.EventBus.Subscriptions;

namespace InsideLabs.EventBus.Adapters.Tests.Webhook;

/// <summary>A webhook adapter and what it is given.</summary>
internal static class WebhookFixture
{
    public static readonly DateTimeOffset Now = new(2026, 4, 8, 12, 0, 0, TimeSpan.Zero);
    public static readonly WebhookSecret Secret = WebhookSecret.Parse("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");

    private static readonly string[] Loopback = ["127.0.0.0/8"];

    /// <summary>An adapter that may reach loopback over http; without that, it is what a host on the internet gets.</summary>
    public static WebhookAdapter Adapter(
        bool loopback = true,
        TimeProvider? time = null,
        TimeSpan? connectTimeout = null,
        Func<string, CancellationToken, Task<IPAddress[]>>? lookUp = null,
        Func<HttpMessageHandler, HttpMessageHandler>? before = null)
    {
        var policy = new DestinationPolicy(loopback ? Loopback.Select(n => IPNetwork.Parse(n)) : []);
        HttpMessageHandler handler = OutboundHttp.Handler(policy, connectTimeout ?? TimeSpan.FromSeconds(5), lookUp ?? Unresolvable);
        return new WebhookAdapter(
            new WebhookConfigReader(new UrlRules(policy, allowHttp: loopback)),
            new OutboundHttp(before?.Invoke(handler) ?? handler),
            time ?? TimeProvider.System);
    }

    public static Subscription Subscription(string url, string rest = "") => SubscriptionWith(
        $$"""{"adapter":"adapter:webhook","url":{{JsonValue.Create(url).ToJsonString()}}{{(rest.Length > 0 ? "," : "")}}{{rest}}}""");

    public static Subscription SubscriptionWith(string config) => new()
    {
        Id = Guid.Parse("019646a0-0000-7000-8000-0000000000aa"),
        Match = new SubscriptionMatch([EventPattern.Parse("engagement.*")]),
        Adapter = AdapterNames.Webhook,
        Config = Encoding.UTF8.GetBytes(config),
        CreatedAt = Now,
        UpdatedAt = Now,
    };

    public static DeliveryRequest Request(string url, string rest = "") => Request(Subscription(url, rest));

    public static DeliveryRequest Request(Subscription subscription, int attempt = 1) => new()
    {
        DeliveryId = Guid.Parse("019646A0-0000-7000-8000-0000000000BB"),
        Attempt = attempt,
        Config = subscription.Config,
        IsConfigConstant = true,
        Occurrence = Occurrence.Of(
            EventEnvelope.Create(
                EventId.Parse("01JS0Z7V8K3Q4T5W6X7Y8Z9ABC"),
                EventType.Parse("engagement.campaign.sent"),
                "campaign",
                "Engagement",
                Now,
                """{"campaignId":"c-42","n":1e400}"""u8),
            GivenFields.None,
            traceParent: null,
            Now),
        Subscription = subscription,
        SigningSecrets = [Secret],
    };

    public static FaultList Validate(string config, bool loopback = false)
    {
        var faults = new FaultList();
        using var document = JsonDocument.Parse(config);
        Adapter(loopback).Validate(document.RootElement, faults);
        return faults;
    }

    /// <summary>Makes an attempt; one that hangs fails the test instead of stopping it.</summary>
    public static Task<DeliveryResult> SendAsync(this WebhookAdapter adapter, DeliveryRequest request) =>
        adapter.SendAsync(request, CancellationToken.None).AsTask().WaitAsync(TimeSpan.FromSeconds(30));

    /// <summary>No test asks a real name server.</summary>
    private static Task<IPAddress[]> Unresolvable(string name, CancellationToken cancellationToken) =>
        throw new InvalidOperationException($"A test looked up the name '{name}'.");
}
