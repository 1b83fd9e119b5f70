namespace InsideLabs.EventBus.Deliveries;

/// <summary>How an attempt ended.</summary>
public enum AttemptOutcome
{
    /// <summary>The receiver took it.</summary>
    Success = 0,

    /// <summary>It failed and will be tried again.</summary>
    Failure = 1,

    /// <summary>It failed and ended the delivery.</summary>
    Dead = 2,

    /// <summary>The process died during the attempt.</summary>
    Lost = 3,

    /// <summary>A worker that no longer owned the delivery reported it; it changed nothing.</summary>
    Stale = 4,
}
