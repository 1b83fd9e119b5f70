using System.Collections.Immutable;

namespace InsideLabs.EventBus.Subscriptions;

/// <summary>How long to wait before the second, third, … attempt. When it is used up, the delivery is dead.</summary>
public sealed class RetryLadder : IEquatable<RetryLadder>
{
    /// <summary>How far a delay is spread at random, as a share of itself: ± 20 %.</summary>
    public const double Jitter = 0.2;

    /// <summary>The most delays a ladder may have.</summary>
    public const int MaxDelays = 100;

    /// <summary>The longest single delay: 30 days.</summary>
    public static readonly TimeSpan MaxDelay = TimeSpan.FromDays(30);

    /// <summary>Makes a ladder.</summary>
    /// <param name="delays">The delays, each from zero to <see cref="MaxDelay"/>, at most <see cref="MaxDelays"/>; none means one attempt.</param>
    /// <exception cref="ArgumentOutOfRangeException">A delay is out of range, or there are too many.</exception>
    public RetryLadder(params IEnumerable<TimeSpan> delays)
    {
        Delays = [.. delays];
        ArgumentOutOfRangeException.ThrowIfGreaterThan(Delays.Length, MaxDelays, nameof(delays));
        foreach (var delay in Delays)
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(delay, TimeSpan.Zero, nameof(delays));
            ArgumentOutOfRangeException.ThrowIfGreaterThan(delay, MaxDelay, nameof(delays));
        }
    }

    /// <summary>5 s, 5 m, 30 m, 2 h, 5 h, 10 h, 14 h, 20 h, 24 h: ten attempts over a little more than three days.</summary>
    public static RetryLadder Default { get; } = new(
        TimeSpan.FromSeconds(5),
        TimeSpan.FromMinutes(5),
        TimeSpan.FromMinutes(30),
        TimeSpan.FromHours(2),
        TimeSpan.FromHours(5),
        TimeSpan.FromHours(10),
        TimeSpan.FromHours(14),
        TimeSpan.FromHours(20),
        TimeSpan.FromHours(24));

    /// <summary>The delays before the second, third, … attempt.</summary>
    public ImmutableArray<TimeSpan> Delays { get; }

    /// <summary>The delay that follows a number of failures, spread by <see cref="Jitter"/>.</summary>
    /// <param name="failures">How many attempts have failed so far, 1 or more.</param>
    /// <param name="sample">A random number from 0 (earliest) to 1 (latest).</param>
    /// <returns>The delay, or null when the ladder is used up.</returns>
    public TimeSpan? DelayAfter(int failures, double sample) => failures > Delays.Length
        ? null
        : Delays[failures - 1] * (1 - Jitter + (2 * Jitter * sample));

    /// <inheritdoc/>
    public bool Equals(RetryLadder? other) => other is not null && Delays.AsSpan().SequenceEqual(other.Delays.AsSpan());

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as RetryLadder);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = default(HashCode);
        foreach (var delay in Delays)
        {
            hash.Add(delay);
        }

        return hash.ToHashCode();
    }
}
