namespace InsideLabs.EventBus.Faults.Scenarios.Shutdown;

/// <summary>What the receiver does while the host stops.</summary>
internal enum ShutdownKind
{
    /// <summary>It answers.</summary>
    Answered = 0,

    /// <summary>It holds its answers until the host has been stopping for a while, which then has to wait for them.</summary>
    Held = 1,

    /// <summary>It never answers; the host waits half a second, cancels what it sends and gives it back.</summary>
    Cut = 2,

    /// <summary>It never answers; the host waits as long as it does by default.</summary>
    CutByDefault = 3,
}
