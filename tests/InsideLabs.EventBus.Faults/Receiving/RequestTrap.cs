namespace InsideLabs.EventBus.Faults.Receiving;

/// <summary>Holds the answers to all requests from some request on, so that a kill finds the sender waiting for them.</summary>
/// <param name="nth">The request that springs it.</param>
/// <param name="sprung">What to do then.</param>
internal sealed class RequestTrap(int nth, Action sprung) : IDisposable
{
    private readonly TaskCompletionSource _released = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _count;

    /// <summary>How many answers it has held.</summary>
    public int Held => Math.Max(0, Volatile.Read(ref _count) - nth + 1);

    public Task PassAsync()
    {
        if (_released.Task.IsCompleted)
        {
            return Task.CompletedTask;
        }

        var number = Interlocked.Increment(ref _count);
        if (number < nth)
        {
            return Task.CompletedTask;
        }

        if (number == nth)
        {
            sprung();
        }

        return _released.Task;
    }

    public void Dispose() => _released.TrySetResult();
}
