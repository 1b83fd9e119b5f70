namespace InsideLabs.EventBus.Deliveries;

/// <summary>What became of the wish to try a dead delivery again.</summary>
public enum RestartResult
{
    /// <summary>There is no such delivery.</summary>
    NotFound = 0,

    /// <summary>It is scheduled again, with a fresh retry ladder.</summary>
    Restarted = 1,

    /// <summary>It is not dead, so there is nothing to restart.</summary>
    NotDead = 2,

    /// <summary>It stays dead: its subscription was deleted.</summary>
    SubscriptionDeleted = 3,
}
