using Microsoft.Extensions.Options;

namespace InsideLabs.EventBus.Dispatching;

/// <summary>How many deliveries may still start: dispatcher and calls that process by hand share one limit.</summary>
internal sealed class DeliverySlots(IOptions<EventBusOptions> options)
{
    private readonly Lock _gate = new();
    private int _free = options.Value.MaxConcurrentDeliveries;
    private TaskCompletionSource? _returned;

    /// <summary>Takes slots, as many as are free.</summary>
    /// <param name="most">At most so many.</param>
    /// <returns>How many; perhaps none.</returns>
    public int Take(int most)
    {
        lock (_gate)
        {
            var taken = Math.Min(most, _free);
            _free -= taken;
            return taken;
        }
    }

    public void Return(int count)
    {
        if (count == 0)
        {
            return;
        }

        TaskCompletionSource? returned;
        lock (_gate)
        {
            _free += count;
            (returned, _returned) = (_returned, null);
        }

        returned?.SetResult();
    }

    /// <summary>Completes when a slot is free: at once if one is.</summary>
    public Task WhenFree()
    {
        lock (_gate)
        {
            return _free > 0
                ? Task.CompletedTask
                : (_returned ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).Task;
        }
    }
}
