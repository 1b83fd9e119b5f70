using System.Buffers.Binary;
using System.Text;
using InsideLabs.EventBus.Sqlite.Claims;

namespace InsideLabs.EventBus.Sqlite.Deliveries;

/// <summary>
/// The value of <c>occurrences.fresh</c>: one entry for each delivery, its id (16 bytes), its subscription (16), its retry time in UTC
/// ticks (8), which is its due time too, and its adapter's name as the number of its bytes (2) and UTF-8. Numbers are big-endian.
/// </summary>
internal static class FreshColumn
{
    private const int IdSize = 16;
    private const int FixedSize = IdSize + IdSize + sizeof(long) + sizeof(ushort);

    /// <summary>What a delivery takes, roughly.</summary>
    public const int UsualSize = 64;

    public static int SizeOf(QueuedDelivery delivery) => FixedSize + Encoding.UTF8.GetByteCount(delivery.Adapter);

    /// <summary>Writes the entries. The target must be as large as their sizes.</summary>
    public static void Write(ReadOnlySpan<QueuedDelivery> deliveries, Span<byte> target)
    {
        foreach (var delivery in deliveries)
        {
            delivery.Id.TryWriteBytes(target, bigEndian: true, out _);
            delivery.SubscriptionId.TryWriteBytes(target[IdSize..], bigEndian: true, out _);
            BinaryPrimitives.WriteInt64BigEndian(target[(IdSize + IdSize)..], delivery.RetryAt);
            var adapter = Encoding.UTF8.GetBytes(delivery.Adapter, target[FixedSize..]);
            BinaryPrimitives.WriteUInt16BigEndian(target[(FixedSize - sizeof(ushort))..], (ushort)adapter);
            target = target[(FixedSize + adapter)..];
        }
    }

    /// <summary>Reads the entries.</summary>
    public static List<QueuedDelivery> Read(long occurrenceNo, ReadOnlySpan<byte> value)
    {
        var deliveries = new List<QueuedDelivery>();
        while (!value.IsEmpty)
        {
            var length = BinaryPrimitives.ReadUInt16BigEndian(value[(FixedSize - sizeof(ushort))..]);
            var retryAt = BinaryPrimitives.ReadInt64BigEndian(value[(IdSize + IdSize)..]);
            deliveries.Add(new QueuedDelivery
            {
                Id = new Guid(value[..IdSize], bigEndian: true),
                SubscriptionId = new Guid(value.Slice(IdSize, IdSize), bigEndian: true),
                OccurrenceNo = occurrenceNo,
                Adapter = string.Intern(Encoding.UTF8.GetString(value.Slice(FixedSize, length))),
                RetryAt = retryAt,
                DueAt = retryAt,
            });
            value = value[(FixedSize + length)..];
        }

        return deliveries;
    }
}
