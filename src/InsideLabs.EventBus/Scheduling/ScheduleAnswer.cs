using System.Runtime.InteropServices;

namespace InsideLabs.EventBus.Scheduling;

/// <summary>Whether deliveries may be made at an instant.</summary>
/// <param name="State">Whether they may.</param>
/// <param name="DueAt">From when on: the instant itself when they may, the next opening when they may not, <see cref="DateTimeOffset.MaxValue"/> for never.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct ScheduleAnswer(ScheduleState State, DateTimeOffset DueAt)
{
    /// <summary>Whether a delivery may be made at the instant.</summary>
    public bool IsOpen => State is ScheduleState.Open or ScheduleState.ZoneUnresolved;
}

/// <summary>The answers that a schedule gives.</summary>
internal enum ScheduleState
{
    /// <summary>A window is open, or there is no schedule.</summary>
    Open = 0,

    /// <summary>No window is open; one will be.</summary>
    Closed = 1,

    /// <summary>No window is open, and none ever will be.</summary>
    Never = 2,

    /// <summary>The time zone cannot be resolved on this machine: deliveries are made as if there were no schedule.</summary>
    ZoneUnresolved = 3,
}
