using InsideLabs.EventBus.Deliveries;
using InsideLabs.EventBus.Subscriptions;

namespace InsideLabs.EventBus.AspNetCore.Responses;

/// <summary>The wire's words for the library's states.</summary>
internal static class Words
{
    public static IReadOnlyDictionary<string, SubscriptionStatus> SubscriptionStatuses { get; } = new Dictionary<string, SubscriptionStatus>(StringComparer.Ordinal)
    {
        ["active"] = SubscriptionStatus.Active,
        ["paused"] = SubscriptionStatus.Paused,
        ["disabled"] = SubscriptionStatus.Disabled,
    };

    public static IReadOnlyDictionary<string, QueueStatus> QueueStatuses { get; } = new Dictionary<string, QueueStatus>(StringComparer.Ordinal)
    {
        ["pending"] = new(DeliveryStatus.Scheduled, Tried: false),
        ["retry"] = new(DeliveryStatus.Scheduled, Tried: true),
        ["processing"] = new(DeliveryStatus.Claimed),
        ["completed"] = new(DeliveryStatus.Delivered),
        ["failed"] = new(DeliveryStatus.Dead),
        ["cancelled"] = new(DeliveryStatus.Cancelled),
    };

    public static IReadOnlyDictionary<string, AttemptOutcome> Outcomes { get; } = new Dictionary<string, AttemptOutcome>(StringComparer.Ordinal)
    {
        ["success"] = AttemptOutcome.Success,
        ["failure"] = AttemptOutcome.Failure,
        ["dead"] = AttemptOutcome.Dead,
        ["lost"] = AttemptOutcome.Lost,
        ["stale"] = AttemptOutcome.Stale,
    };

    public static string Of(SubscriptionStatus status) => SubscriptionStatuses.First(w => w.Value == status).Key;

    public static string Of(AttemptOutcome outcome) => Outcomes.First(w => w.Value == outcome).Key;

    public static string Of(Delivery delivery)
    {
        bool? tried = delivery.Status == DeliveryStatus.Scheduled ? delivery.Attempts > 0 : null;
        return QueueStatuses.First(w => w.Value.Status == delivery.Status && w.Value.Tried == tried).Key;
    }

    /// <summary>What a queue word stands for.</summary>
    /// <param name="Status">The delivery's state.</param>
    /// <param name="Tried">Whether it was tried before, where the word says so.</param>
    internal readonly record struct QueueStatus(DeliveryStatus Status, bool? Tried = null);
}
