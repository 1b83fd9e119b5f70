using InsideLabs.EventBus.Deliveries;
using InsideLabs.EventBus.Sqlite.Claims;
using InsideLabs.EventBus.Sqlite.Connections;
using InsideLabs.EventBus.Sqlite.Writing;

namespace InsideLabs.EventBus.Sqlite.Deliveries;

/// <summary>
/// Knows how many rows stood in which condition when the file was opened: they are counted once, when somebody first asks, on a
/// reader's connection. The lanes know what every commit has changed since.
/// </summary>
internal sealed class RowCounter(SqliteWriter writer, Lanes lanes, ReaderPool readers)
{
    private readonly Lock _gate = new();
    private Task<RowCounts>? _atOpening;

    public Task<RowCounts> CountAtOpeningAsync(CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            if (_atOpening is null or { IsFaulted: true })
            {
                _atOpening = CountAsync();
            }

            return _atOpening.WaitAsync(cancellationToken);
        }
    }

    private async Task<RowCounts> CountAsync()
    {
        var unit = new SnapshotUnit(lanes, readers);
        writer.Admit(unit);
        var snapshot = await unit.Done.ConfigureAwait(false);
        using (snapshot.Session)
        {
            return readers.Guard(() => DeliveryRow.Count(snapshot.Session)) + RowCounts.Of(DeliveryStatus.Scheduled, isTried: false, snapshot.Fresh) - snapshot.Rows;
        }
    }
}
