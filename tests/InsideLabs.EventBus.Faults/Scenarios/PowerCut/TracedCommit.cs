namespace InsideLabs.EventBus.Faults.Scenarios.PowerCut;

/// <summary>One transaction as it went into the write-ahead log.</summary>
/// <param name="Generation">Which use of the log file, from 1: after a checkpoint it is written from its beginning again.</param>
/// <param name="End">Where its last frame ends in the file.</param>
/// <param name="LastWrite">The number of its last write to the log.</param>
/// <param name="Events">The events that it stored.</param>
internal sealed record TracedCommit(int Generation, long End, int LastWrite, IReadOnlyList<string> Events);
