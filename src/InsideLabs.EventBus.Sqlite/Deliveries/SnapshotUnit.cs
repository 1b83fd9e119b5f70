using InsideLabs.EventBus.Errors;
using InsideLabs.EventBus.Sqlite.Claims;
using InsideLabs.EventBus.Sqlite.Connections;
using InsideLabs.EventBus.Sqlite.Writing;

namespace InsideLabs.EventBus.Sqlite.Deliveries;

/// <summary>
/// Opens a reading transaction between two batches, where what it sees of the file is exactly what the lanes have counted.
/// </summary>
internal sealed class SnapshotUnit(Lanes lanes, ReaderPool readers) : WriteUnit<SnapshotUnit.Snapshot>
{
    private EventBusStoreException? _failure;

    public override void Execute(WriteScope scope)
    {
    }

    public override void AfterBatch(WriteScope scope)
    {
        try
        {
            Result = new Snapshot(readers.OpenSnapshot(), lanes.Rows, scope.Fresh.Count);
        }
        catch (EventBusStoreException failure)
        {
            _failure = failure;
        }
    }

    public override void Complete()
    {
        if (_failure is null)
        {
            base.Complete();
        }
        else
        {
            base.Fail(_failure);
        }
    }

    /// <param name="Session">A connection of its own, inside a transaction; to be disposed.</param>
    /// <param name="Rows">How the rows had changed since the file was opened.</param>
    /// <param name="Fresh">How many deliveries had no row.</param>
    internal sealed record Snapshot(SqliteSession Session, RowCounts Rows, int Fresh);
}
