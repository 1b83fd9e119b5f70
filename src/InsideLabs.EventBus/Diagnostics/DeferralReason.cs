namespace InsideLabs.EventBus.Diagnostics;

/// <summary>Why a delivery was put off untried.</summary>
internal enum DeferralReason
{
    /// <summary>No window of its subscription is open.</summary>
    WindowClosed = 0,

    /// <summary>Its destination is left alone after repeated failures.</summary>
    CircuitOpen = 1,
}
