namespace InsideLabs.EventBus.Faults.Scenarios.DiskFull;

/// <summary>How a disk becomes full, and what happens until there is room again.</summary>
internal enum Fill
{
    /// <summary>Somebody else's file takes the room.</summary>
    Filler = 0,

    /// <summary>The process is killed while the disk is full; a start on the full disk may fail, and one with room must not.</summary>
    Killed = 1,

    /// <summary>The events themselves take the room; the disk grows.</summary>
    Load = 2,

    /// <summary>There is room for a little more of the log, and none for the checkpoint that then comes.</summary>
    Checkpoint = 3,
}
