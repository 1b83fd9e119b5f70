namespace InsideLabs.EventBus.Dispatching;

/// <summary>What became of a claimed delivery in the pipeline.</summary>
internal enum RunResult
{
    /// <summary>No attempt was made, or it was cancelled: the delivery was given back, to be due as before or later.</summary>
    Deferred = 0,

    /// <summary>The receiver took it.</summary>
    Delivered = 1,

    /// <summary>An attempt was made and did not succeed: the delivery is tried again, or is dead.</summary>
    Failed = 2,
}
