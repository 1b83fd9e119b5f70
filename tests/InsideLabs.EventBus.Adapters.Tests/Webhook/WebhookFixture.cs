using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using InsideLabs.EventBus.Adapters.Tests.Receivers;
using InsideLabs.EventBus.Adapters.Webhook;
using InsideLabs.EventBus.Errors;
using InsideLabs.EventBus.Events;
using InsideLabs.EventBus.Signatures;
using InsideLabs.EventBus.Subscriptions;

namespace InsideLabs.EventBus.Adapters.Tests.Webhook;

/// <summary>A webhook adapter and what it is given.</summary>
internal static class WebhookFixture
{
    public static readonly DateTimeOffset Now = new(2026, 4, 8, 12, 0, 0, TimeSpan.Zero);
    public static readonly WebhookSecret Secret = WebhookSecret.Parse("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");

    /// <summary>An adapter that may reach loopback over http; without that, it is what a host on the internet gets.</summary>
    public static WebhookAdapter Adapter(
        bool loopback = true,
        TimeProvider? time = null,
        TimeSpan? connectTimeout = null,
        Func<string, CancellationToken, Task<IPAddress[]>>? lookUp = null,
        Func<HttpMessageHandler, HttpMessageHandler>? before = null)
    {
        var (urls, exchange) = OutboundFixture.Make(loopback, time, connectTimeout, lookUp, before);
        return new WebhookAdapter(new WebhookConfigReader(urls), exchange, time ?? TimeProvider.System);
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
        Occurrence = OutboundFixture.Event(),
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
}
