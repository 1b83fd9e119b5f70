using InsideLabs.EventBus.Adapters;

namespace InsideLabs.EventBus.Testing;

/// <summary>What the recording adapter does with a send. Any <see cref="DeliveryResult"/> is one.</summary>
public sealed class ScriptedAnswer
{
    private readonly DeliveryResult? _result;
    private readonly Exception? _failure;
    private readonly TimeSpan _delay;

    private ScriptedAnswer(TimeSpan delay, DeliveryResult? result, Exception? failure) =>
        (_delay, _result, _failure) = (delay, result, failure);

    /// <summary>The receiver takes it.</summary>
    public static ScriptedAnswer Delivered { get; } = Of(DeliveryResult.Delivered());

    /// <summary>Answers nothing until the time of the attempt is over, or the host stops. It waits for the virtual clock.</summary>
    public static ScriptedAnswer Hang { get; } = new(Timeout.InfiniteTimeSpan, result: null, failure: null);

    /// <summary>Answers at once.</summary>
    /// <param name="result">The answer.</param>
    public static ScriptedAnswer Of(DeliveryResult result)
    {
        ArgumentNullException.ThrowIfNull(result);
        return new ScriptedAnswer(TimeSpan.Zero, result, failure: null);
    }

    /// <summary>Answers after some time of the virtual clock, unless the time of the attempt is over before.</summary>
    /// <param name="delay">How long it takes: zero or more.</param>
    /// <param name="result">The answer.</param>
    /// <exception cref="ArgumentOutOfRangeException">The delay is negative.</exception>
    public static ScriptedAnswer After(TimeSpan delay, DeliveryResult result)
    {
        ArgumentNullException.ThrowIfNull(result);
        ArgumentOutOfRangeException.ThrowIfLessThan(delay, TimeSpan.Zero);
        return new ScriptedAnswer(delay, result, failure: null);
    }

    /// <summary>Throws, which no adapter should do: the attempt fails with <c>adapter_failed</c>.</summary>
    /// <param name="failure">What to throw.</param>
    public static ScriptedAnswer Throw(Exception failure)
    {
        ArgumentNullException.ThrowIfNull(failure);
        return new ScriptedAnswer(TimeSpan.Zero, result: null, failure);
    }

    /// <summary>Answers at once.</summary>
    /// <param name="result">The answer.</param>
    public static implicit operator ScriptedAnswer(DeliveryResult result) => Of(result);

    /// <summary>Does it.</summary>
    /// <param name="wait">Waits for the virtual clock.</param>
    internal async ValueTask<DeliveryResult> GiveAsync(Func<TimeSpan, ValueTask> wait)
    {
        if (_delay != TimeSpan.Zero)
        {
            await wait(_delay).ConfigureAwait(false);
        }

        return _result ?? throw _failure!;
    }
}
