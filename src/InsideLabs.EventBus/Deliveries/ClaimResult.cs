namespace InsideLabs.EventBus.Deliveries;

/// <summary>What a claim found.</summary>
/// <param name="Deliveries">The claimed deliveries, spread fairly over the subscriptions that have due ones.</param>
/// <param name="NextDueAt">
/// When the next unclaimed delivery is due, so that one timer can wait for it; null when there is none, or when it waits for a
/// settlement rather than for time.
/// </param>
/// <param name="SubscriptionsVersion">The subscription version at the time of the claim: a worker's copy must be as new.</param>
/// <param name="SettingsVersion">The version of the settings at the time of the claim: a worker's copy must be as new.</param>
public sealed record ClaimResult(
    IReadOnlyList<ClaimedDelivery> Deliveries,
    DateTimeOffset? NextDueAt,
    long SubscriptionsVersion,
    long SettingsVersion);
