namespace InsideLabs.EventBus.Benchmarks;

/// <summary>How many different event types are matched in turn.</summary>
public enum WorkingSet
{
    /// <summary>One, over and over: everything is in the first cache.</summary>
    Hot,

    /// <summary>8,192 in random order.</summary>
    Wide,
}
