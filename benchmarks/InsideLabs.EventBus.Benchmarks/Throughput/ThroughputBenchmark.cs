using InsideLabs.EventBus.Benchmarks.Reports;

namespace InsideLabs.EventBus.Benchmarks.Throughput;

/// <summary>
/// A benchmark of whole runs, for work that many threads share: each contender does the same amount of it from an empty start, and what
/// counts is how long that took. The contenders take turns, so that a busy moment of the machine does not hit one of them alone.
/// </summary>
internal abstract class ThroughputBenchmark
{
    /// <summary>The name that it is run by.</summary>
    public string Name => GetType().Name;

    /// <summary>Compares its measurements with its goals.</summary>
    public abstract Report Report { get; }

    /// <summary>How many measured runs each contender gets.</summary>
    /// <param name="isQuick">Whether minutes count.</param>
    public virtual int Rounds(bool isQuick) => isQuick ? 3 : 10;

    /// <summary>The contenders and their cases, ours first.</summary>
    /// <param name="isQuick">Whether minutes count.</param>
    public abstract IReadOnlyList<Contender> Contenders(bool isQuick);
}
