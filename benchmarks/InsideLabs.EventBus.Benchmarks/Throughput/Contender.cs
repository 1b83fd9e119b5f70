namespace InsideLabs.EventBus.Benchmarks.Throughput;

/// <summary>One of those who do the same work, in one case.</summary>
/// <param name="Name">Its name in the tables.</param>
/// <param name="Parameters">The case; empty when there is only one.</param>
/// <param name="RunAsync">
/// Sets up from nothing, does the work, checks its own output, cleans up. Answers what the work alone took; what it threw fails the run.
/// </param>
internal sealed record Contender(string Name, IReadOnlyDictionary<string, object> Parameters, Func<Task<WorkDone>> RunAsync)
{
    public Contender(string name, Func<Task<WorkDone>> runAsync)
        : this(name, new Dictionary<string, object>(StringComparer.Ordinal), runAsync)
    {
    }
}

/// <summary>What a contender did in one run.</summary>
/// <param name="Operations">How many pieces of work.</param>
/// <param name="Elapsed">How long all of them took together.</param>
/// <param name="AllocatedBytes">What was allocated meanwhile by all threads; 0 when it was not looked at.</param>
internal sealed record WorkDone(long Operations, TimeSpan Elapsed, long AllocatedBytes = 0);
