using System.Globalization;
using InsideLabs.EventBus.Adapters.Webhook;
using InsideLabs.EventBus.Faults.Loads;
using InsideLabs.EventBus.Subscriptions;

namespace InsideLabs.EventBus.Faults.Scenarios.FailPoints;

/// <summary>What an operation is done to: an event of a type of its own, and the subscription that alone listens to just that type.</summary>
/// <param name="Seed">Tells rounds apart.</param>
internal sealed record Round(int Seed)
{
    public string Label => string.Create(CultureInfo.InvariantCulture, $"round-{Seed}");

    public string EventId => string.Create(CultureInfo.InvariantCulture, $"round-{Seed}-event");

    public string EventType => string.Create(CultureInfo.InvariantCulture, $"engagement.round.r{Seed}");

    public NewEvent Event(string type) => new() { EventType = type, EventId = EventId, Payload = "{}"u8.ToArray() };

    public SubscriptionDraft Draft(string receiverUrl) => new()
    {
        EventTypes = [EventType],
        Config = WebhookTarget.Config($"{receiverUrl}/{Label}", new FaultSubscription(Label, "*").Secret.Reveal()),
        Labels = [Label],
        RetryDelays = FaultSubscription.RetryDelays,
    };
}
