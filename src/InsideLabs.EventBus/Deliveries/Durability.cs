namespace InsideLabs.EventBus.Deliveries;

/// <summary>What an acknowledged publish survives.</summary>
public enum Durability
{
    /// <summary>Everything up to a power cut: one fsync covers the occurrence and all its deliveries before the publish returns.</summary>
    Durable = 0,

    /// <summary>The death of the process, but not a power cut or a crash of the operating system.</summary>
    ProcessCrash = 1,

    /// <summary>Nothing.</summary>
    Memory = 2,
}
