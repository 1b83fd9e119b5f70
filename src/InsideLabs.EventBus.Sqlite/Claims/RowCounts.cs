using System.Runtime.InteropServices;
using InsideLabs.EventBus.Deliveries;

namespace InsideLabs.EventBus.Sqlite.Claims;

/// <summary>How many rows of deliveries stand in which condition, or by how many that changed.</summary>
/// <param name="Untried">Not ended, and never tried.</param>
/// <param name="Tried">Not ended, and tried before.</param>
/// <param name="Delivered">Delivered.</param>
/// <param name="Dead">Dead.</param>
/// <param name="Cancelled">Cancelled.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct RowCounts(long Untried, long Tried, long Delivered, long Dead, long Cancelled)
{
    /// <summary>A number of rows in one condition.</summary>
    public static RowCounts Of(DeliveryStatus status, bool isTried, long count = 1) => status switch
    {
        DeliveryStatus.Delivered => default(RowCounts) with { Delivered = count },
        DeliveryStatus.Dead => default(RowCounts) with { Dead = count },
        DeliveryStatus.Cancelled => default(RowCounts) with { Cancelled = count },
        _ when isTried => default(RowCounts) with { Tried = count },
        _ => default(RowCounts) with { Untried = count },
    };

    public static RowCounts operator +(RowCounts a, RowCounts b) => new(
        a.Untried + b.Untried, a.Tried + b.Tried, a.Delivered + b.Delivered, a.Dead + b.Dead, a.Cancelled + b.Cancelled);

    public static RowCounts operator -(RowCounts a, RowCounts b) => new(
        a.Untried - b.Untried, a.Tried - b.Tried, a.Delivered - b.Delivered, a.Dead - b.Dead, a.Cancelled - b.Cancelled);
}
