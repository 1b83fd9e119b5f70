namespace InsideLabs.EventBus.Sqlite.Claims;

/// <summary>Where the schedule keeps a lane.</summary>
internal enum LanePlace
{
    /// <summary>Nowhere: it is empty, held or has no room, and whoever changes that says so.</summary>
    Nowhere = 0,

    /// <summary>It changed and has to be looked at.</summary>
    Changed = 1,

    /// <summary>Its first delivery is due: it waits for its turn.</summary>
    Ready = 2,

    /// <summary>Its first delivery is not due yet.</summary>
    Waiting = 3,

    /// <summary>Its first delivery is a handler's and must wait until another handler's has ended.</summary>
    Parked = 4,
}
