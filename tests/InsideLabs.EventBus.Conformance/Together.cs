namespace InsideLabs.EventBus.Conformance;

/// <summary>Runs work that is meant to collide.</summary>
public static class Together
{
    // Far beyond what any of it takes: a worker that hangs must fail its own test instead of the whole run.
    private static readonly TimeSpan Guard = TimeSpan.FromMinutes(2);

    /// <summary>
    /// Starts every worker on a thread of its own and lets them all go at the same moment. Work that is queued to the thread
    /// pool instead is often done before the next one begins, and then proves nothing.
    /// </summary>
    /// <param name="workers">How many.</param>
    /// <param name="work">What each one does, by its number from 0.</param>
    /// <returns>What they answered, in the order of their numbers.</returns>
    public static async Task<T[]> RunAsync<T>(int workers, Func<int, Task<T>> work)
    {
        ArgumentNullException.ThrowIfNull(work);
        var start = new Barrier(workers);
        return await Task.WhenAll(Enumerable.Range(0, workers).Select(i => Task.Factory.StartNew(
            () =>
            {
                start.SignalAndWait();
                return work(i);
            },
            CancellationToken.None,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default).Unwrap())).WaitAsync(Guard);
    }

    /// <inheritdoc cref="RunAsync{T}(int, Func{int, Task{T}})"/>
    public static Task RunAsync(int workers, Func<int, Task> work)
    {
        ArgumentNullException.ThrowIfNull(work);
        return RunAsync(workers, async i =>
        {
            await work(i);
            return true;
        });
    }
}
