namespace InsideLabs.EventBus.Subscriptions;

/// <summary>Whether a subscription takes part.</summary>
public enum SubscriptionStatus
{
    /// <summary>It matches and its deliveries run.</summary>
    Active = 0,

    /// <summary>A person paused it: nothing new matches, what is queued is held.</summary>
    Paused = 1,

    /// <summary>The library stopped it because its endpoint is gone or failed for days; acts like paused until it is resumed.</summary>
    Disabled = 2,
}
