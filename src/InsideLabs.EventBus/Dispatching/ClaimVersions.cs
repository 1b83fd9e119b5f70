using InsideLabs.EventBus.Deliveries;

namespace InsideLabs.EventBus.Dispatching;

/// <summary>What a worker must know before it delivers what was claimed.</summary>
/// <param name="Subscriptions">The version of the subscriptions at the time of the claim.</param>
/// <param name="Settings">The version of the settings at the time of the claim.</param>
internal readonly record struct ClaimVersions(long Subscriptions, long Settings)
{
    public static ClaimVersions Of(ClaimResult claimed) => new(claimed.SubscriptionsVersion, claimed.SettingsVersion);
}
