using System.Runtime.InteropServices;

namespace InsideLabs.EventBus.Sqlite.Claims;

/// <summary>A place in a lane: deliveries go in the order of their due times, and of their ids where these are equal.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct QueueKey(long DueAt, Guid Id) : IComparable<QueueKey>
{
    /// <summary>Before everything.</summary>
    public static QueueKey First { get; } = new(long.MinValue, Guid.Empty);

    /// <summary>Behind everything.</summary>
    public static QueueKey Last { get; } = new(long.MaxValue, Guid.AllBitsSet);

    public int CompareTo(QueueKey other) => DueAt != other.DueAt ? DueAt.CompareTo(other.DueAt) : Id.CompareTo(other.Id);

    public static bool operator <(QueueKey left, QueueKey right) => left.CompareTo(right) < 0;

    public static bool operator >(QueueKey left, QueueKey right) => left.CompareTo(right) > 0;

    public static bool operator <=(QueueKey left, QueueKey right) => left.CompareTo(right) <= 0;

    public static bool operator >=(QueueKey left, QueueKey right) => left.CompareTo(right) >= 0;
}
