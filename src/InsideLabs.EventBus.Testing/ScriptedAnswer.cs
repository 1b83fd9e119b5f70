using InsideLabs.EventBus.Adapters;

namespace InsideLabs.EventBus.Testing;

/// <summary>What the recording adapter does with a send. Any <see cref="DeliveryResult"/> is one.</summary>
public sealed class ScriptedAnswer
{
    private readonly Func<CancellationToken, ValueTask<DeliveryResult>> _answer;
    private readonly TimeSpan _delay;

    private ScriptedAnswer(Func<CancellationToken, ValueTask<DeliveryResult>> answer, TimeSpan delay = default) =>
        (_answer, _delay) = (answer, delay);

    /// <summary>The receiver takes it.</summary>
    public static ScriptedAnswer Delivered { get; } = Of(DeliveryResult.Delivered());

    /// <summary>Answers nothing until the time of the attempt is over, or the host stops. It waits for the virtual clock.</summary>
    public static ScriptedAnswer Hang { get; } =
        new(static _ => ValueTask.FromResult(DeliveryResult.Delivered()), Timeout.InfiniteTimeSpan);

    /// <summary>Answers at once.</summary>
    /// <param name="result">The answer.</param>
    public static ScriptedAnswer Of(DeliveryResult result)
    {
        ArgumentNullException.ThrowIfNull(result);
        return new ScriptedAnswer(_ => ValueTask.FromResult(result));
    }

    /// <summary>Answers after some time of the virtual clock, unless the time of the attempt is over before.</summary>
    /// <param name="delay">How long it takes: zero or more.</param>
    /// <param name="result">The answer.</param>
    /// <exception cref="ArgumentOutOfRangeException">The delay is negative.</exception>
    public static ScriptedAnswer After(TimeSpan delay, DeliveryResult result)
    {
        ArgumentNullException.ThrowIfNull(result);
        ArgumentOutOfRangeException.ThrowIfLessThan(delay, TimeSpan.Zero);
        return new ScriptedAnswer(_ => ValueTask.FromResult(result), delay);
    }

    /// <summary>Throws, which no adapter should do: the attempt fails with <c>adapter_failed</c>.</summary>
    /// <param name="failure">What to throw.</param>
    public static ScriptedAnswer Throw(Exception failure)
    {
        ArgumentNullException.ThrowIfNull(failure);
        return new ScriptedAnswer(_ => throw failure);
    }

    /// <summary>
    /// Runs code that answers, each time anew. It is work in hand like that of any adapter: what waits for the clock or for the test
    /// is better said with <see cref="Hang"/>, <see cref="After"/> or <see cref="RecordingAdapter.Hold"/>.
    /// </summary>
    /// <param name="answer">Answers, or throws. Its token is cancelled when the time of the attempt is over, or the host stops.</param>
    public static ScriptedAnswer Run(Func<CancellationToken, ValueTask<DeliveryResult>> answer)
    {
        ArgumentNullException.ThrowIfNull(answer);
        return new ScriptedAnswer(answer);
    }

    /// <summary>Answers at once.</summary>
    /// <param name="result">The answer.</param>
    public static implicit operator ScriptedAnswer(DeliveryResult result) => Of(result);

    /// <summary>Does it.</summary>
    /// <param name="wait">Waits for the virtual clock.</param>
    /// <param name="cancellationToken">That of the attempt.</param>
    internal async ValueTask<DeliveryResult> GiveAsync(Func<TimeSpan, ValueTask> wait, CancellationToken cancellationToken)
    {
        if (_delay != TimeSpan.Zero)
        {
            await wait(_delay).ConfigureAwait(false);
        }

        return await _answer(cancellationToken).ConfigureAwait(false);
    }
}
