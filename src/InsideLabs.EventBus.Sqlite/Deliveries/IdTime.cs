using System.Buffers.Binary;

namespace InsideLabs.EventBus.Sqlite.Deliveries;

/// <summary>
/// Ids are UUIDv7: sorted by the time at which they were made. What is older or younger than an instant need not be looked through,
/// less so much as a clock may have been set meanwhile.
/// </summary>
internal static class IdTime
{
    /// <summary>By how much the clocks that made ids may be wrong.</summary>
    public static readonly TimeSpan ClockMargin = TimeSpan.FromDays(2);

    /// <summary>No id is below it that was made at an instant or later.</summary>
    public static Guid FirstAt(DateTimeOffset instant) => Of(instant.UtcTicks - ClockMargin.Ticks);

    /// <summary>Every id is below it that was made before an instant.</summary>
    public static Guid EndBefore(DateTimeOffset instant) => Of(instant.UtcTicks + ClockMargin.Ticks);

    private static Guid Of(long utcTicks)
    {
        var milliseconds = (utcTicks - DateTimeOffset.UnixEpoch.Ticks) / TimeSpan.TicksPerMillisecond;
        Span<byte> bytes = stackalloc byte[16];
        bytes.Clear();
        BinaryPrimitives.WriteInt64BigEndian(bytes, Math.Max(0, milliseconds) << 16);
        return new Guid(bytes, bigEndian: true);
    }
}
