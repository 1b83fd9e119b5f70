using System.Collections.Immutable;

namespace InsideLabs.EventBus.Subscriptions;

/// <summary>
/// When deliveries may be made: weekly windows by the clocks of a time zone. Outside of every window a delivery waits for the next
/// one; it is never dropped. Immutable.
/// </summary>
public sealed class DeliverySchedule : IEquatable<DeliverySchedule>
{
    /// <summary>The most windows that a schedule may be written with.</summary>
    public const int MaxWindows = 100;

    /// <summary>Makes a schedule. It is not judged here: a subscription's is, when it is written.</summary>
    /// <param name="timeZone">The IANA id of the time zone, such as <c>America/New_York</c>.</param>
    /// <param name="windows">The windows; none counts as no schedule.</param>
    public DeliverySchedule(string timeZone, IEnumerable<DeliveryWindow> windows)
    {
        ArgumentNullException.ThrowIfNull(timeZone);
        (TimeZone, Windows) = (timeZone, [.. windows]);
    }

    /// <summary>The IANA id of the time zone.</summary>
    public string TimeZone { get; }

    /// <summary>The windows. Deliveries are made while any of them is open.</summary>
    public ImmutableArray<DeliveryWindow> Windows { get; }

    /// <summary>What the evaluator made of it. The place is here, and not in a table there, since there may be a million schedules.</summary>
    internal object? Evaluated { get; set; }

    /// <inheritdoc/>
    public bool Equals(DeliverySchedule? other) => other is not null
        && string.Equals(TimeZone, other.TimeZone, StringComparison.Ordinal)
        && Windows.AsSpan().SequenceEqual(other.Windows.AsSpan());

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as DeliverySchedule);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = default(HashCode);
        hash.Add(TimeZone, StringComparer.Ordinal);
        foreach (var window in Windows)
        {
            hash.Add(window);
        }

        return hash.ToHashCode();
    }
}
