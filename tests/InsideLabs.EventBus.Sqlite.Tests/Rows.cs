using InsideLabs.EventBus.Deliveries;

namespace InsideLabs.EventBus.Sqlite.Tests;

/// <summary>Deliveries that get a row with the commit that makes them.</summary>
internal static class Rows
{
    /// <summary>Due a moment after its retry time, as in a window that opened: what is not due at once gets a row.</summary>
    public static NewDelivery WithRow(this NewDelivery delivery) => delivery with { RetryAt = delivery.DueAt.AddTicks(-1) };

    public static NewOccurrence WithRows(this NewOccurrence item) => item with { Deliveries = [.. item.Deliveries.Select(WithRow)] };
}
