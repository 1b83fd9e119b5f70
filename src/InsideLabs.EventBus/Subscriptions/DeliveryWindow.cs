using System.Collections.Immutable;

namespace InsideLabs.EventBus.Subscriptions;

/// <summary>A time of the day on some days of the week, as the clocks of the schedule's time zone show it.</summary>
public sealed class DeliveryWindow : IEquatable<DeliveryWindow>
{
    /// <summary>The end of a window that lasts until midnight.</summary>
    public static readonly TimeSpan EndOfDay = TimeSpan.FromHours(24);

    /// <summary>Makes a window.</summary>
    /// <param name="days">The days on which it begins; repeated ones count once.</param>
    /// <param name="start">When it begins, since midnight: whole minutes from 00:00 to 23:59.</param>
    /// <param name="end">
    /// When it ends, since midnight: whole minutes from 00:00 to 24:00. It is not part of the window. An end before the start lies in
    /// the next day; an end equal to the start makes a window that never opens.
    /// </param>
    /// <exception cref="ArgumentOutOfRangeException">A day is none, or a time is out of range or no whole minute.</exception>
    public DeliveryWindow(IEnumerable<DayOfWeek> days, TimeSpan start, TimeSpan end)
    {
        Days = [.. days.Distinct().Order()];
        foreach (var day in Days)
        {
            ArgumentOutOfRangeException.ThrowIfLessThan((int)day, (int)DayOfWeek.Sunday, nameof(days));
            ArgumentOutOfRangeException.ThrowIfGreaterThan((int)day, (int)DayOfWeek.Saturday, nameof(days));
        }

        CheckTime(start, EndOfDay - TimeSpan.FromMinutes(1), nameof(start));
        CheckTime(end, EndOfDay, nameof(end));
        (Start, End) = (start, end);
    }

    /// <summary>The days on which it begins, Sunday first, each once.</summary>
    public ImmutableArray<DayOfWeek> Days { get; }

    /// <summary>When it begins, since midnight, in whole minutes.</summary>
    public TimeSpan Start { get; }

    /// <summary>When it ends, since midnight, in whole minutes, up to <see cref="EndOfDay"/>; not part of it. Before the start: on the next day.</summary>
    public TimeSpan End { get; }

    /// <inheritdoc/>
    public bool Equals(DeliveryWindow? other) =>
        other is not null && Start == other.Start && End == other.End && Days.AsSpan().SequenceEqual(other.Days.AsSpan());

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as DeliveryWindow);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = default(HashCode);
        hash.Add(Start);
        hash.Add(End);
        foreach (var day in Days)
        {
            hash.Add(day);
        }

        return hash.ToHashCode();
    }

    private static void CheckTime(TimeSpan time, TimeSpan last, string parameter)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(time, TimeSpan.Zero, parameter);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(time, last, parameter);
        if (time.Ticks % TimeSpan.TicksPerMinute != 0)
        {
            throw new ArgumentOutOfRangeException(parameter, time, "Give whole minutes.");
        }
    }
}
