using InsideLabs.EventBus.Deliveries;
using InsideLabs.EventBus.Sqlite.Claims;
using InsideLabs.EventBus.Sqlite.Deliveries;

namespace InsideLabs.EventBus.Sqlite.Tests;

/// <summary>Compares what the process has counted with what stands in the file.</summary>
internal static class RowCounting
{
    public static async Task AssertAsync(SqliteDatabase database)
    {
        var counted = await database.Rows.CountAtOpeningAsync(CancellationToken.None) + database.Lanes.Rows;
        var stored = default(RowCounts);
        await ScopeProbe.RunAsync(database, scope => stored = DeliveryRow.Count(scope.Session) + RowCounts.Of(DeliveryStatus.Scheduled, isTried: false, scope.Fresh.Count));
        counted.Should().Be(stored);
    }
}
