namespace InsideLabs.EventBus.Subscriptions;

/// <summary>What the change of a subscription does to its queued deliveries, in the same transaction.</summary>
public enum QueueEffect
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>They are held: none is claimed until released. One that is being sent finishes and is recorded.</summary>
    Hold = 1,

    /// <summary>They are released, each due when it was due.</summary>
    Release = 2,

    /// <summary>They are cancelled for good. One that is being sent finishes and is recorded, but is not tried again.</summary>
    Cancel = 3,

    /// <summary>Each one's due time is worked out anew from its retry time, by <see cref="SubscriptionWrite.Replan"/>. A hold stays.</summary>
    Replan = 4,
}
