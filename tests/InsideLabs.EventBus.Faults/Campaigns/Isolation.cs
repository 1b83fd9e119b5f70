namespace InsideLabs.EventBus.Faults.Campaigns;

/// <summary>What of the machine a scenario has to itself, so that it can break it.</summary>
[Flags]
internal enum Isolation
{
    /// <summary>It runs beside everything else.</summary>
    None = 0,

    /// <summary>Its mounts are its own: it may fill a small disk.</summary>
    Mounts = 1,

    /// <summary>Its network is its own, with nothing but a loopback device that is down: it may have any address.</summary>
    Network = 2,
}
