using InsideLabs.EventBus.Errors;
using InsideLabs.EventBus.Sqlite.Connections;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Options;
using SQLitePCL;

namespace InsideLabs.EventBus.Sqlite.Receipts;

/// <summary>Lets the writers of this process take turns at the receiver's file, in the order they came.</summary>
internal sealed class ReceiverDatabase(IOptions<SqliteReceiptOptions> options, TimeProvider time) : IReceiverDatabase, IDisposable
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(1);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMilliseconds(50);

    private readonly SemaphoreSlim _turn = new(1, 1);
    private ReceiverFile? _file;
    private volatile bool _stopped;

    public string Path { get; } = options.Value.Path;

    async ValueTask<IReceiverWrite> IReceiverDatabase.BeginWriteAsync(CancellationToken cancellationToken) =>
        await BeginWriteAsync(cancellationToken).ConfigureAwait(false);

    /// <summary>Waits for the turn and takes the right to write.</summary>
    public async ValueTask<WriteTurn> BeginWriteAsync(CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken).ConfigureAwait(false);
        SqliteTransaction? transaction = null;
        WriteTurn? turn = null;
        try
        {
            var file = await OpenedAsync(cancellationToken).ConfigureAwait(false);
            transaction = file.Begin();
            await WhileBusyAsync(file.Lock, cancellationToken).ConfigureAwait(false);
            return turn = new WriteTurn(this, file, transaction);
        }
        catch (SqliteFailure failure)
        {
            throw failure.ForCaller(Path);
        }
        catch (SqliteException e)
        {
            throw Translated(e);
        }
        finally
        {
            if (turn is null)
            {
                EndTurn(transaction);
            }
        }
    }

    /// <summary>Opens the file, so that one that cannot be used is found at start.</summary>
    public async ValueTask OpenAsync(CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            await OpenedAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (SqliteFailure failure)
        {
            throw failure.ForCaller(Path);
        }
        finally
        {
            EndTurn(transaction: null);
        }
    }

    /// <summary>Ends a turn: what was not committed is rolled back, and the next in the row begins.</summary>
    public void EndTurn(SqliteTransaction? transaction)
    {
        try
        {
            transaction?.Dispose();
        }
        catch (SqliteException)
        {
            // The file is closed below, which rolls back too.
        }
        finally
        {
            if (_file is { InTransaction: true })
            {
                // A connection that could not roll back is not trusted with another turn.
                _file.Dispose();
                _file = null;
            }

            _turn.Release();
            CloseIfStopped();
        }
    }

    /// <summary>What ADO.NET throws, as callers know it.</summary>
    public EventBusStoreException Translated(SqliteException e) => ReceiverFile.Failure(e).ForCaller(Path);

    public void Dispose()
    {
        _stopped = true;
        CloseIfStopped();
    }

    /// <summary>Closes the file once nobody has the turn: now, or when the last one ends its turn.</summary>
    private void CloseIfStopped()
    {
        if (_stopped && _turn.Wait(0, CancellationToken.None))
        {
            _file?.Dispose();
            _file = null;
            _turn.Release();
        }
    }

    private async ValueTask<ReceiverFile> OpenedAsync(CancellationToken cancellationToken)
    {
        if (_stopped)
        {
            throw new EventBusStoreException(ErrorCodes.StoreUnavailable, $"'{Path}' is closed: the host has stopped.");
        }

        return _file ??= await WhileBusyAsync(() => ReceiverFile.Open(Path), cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Tries again while another process holds the file, for as long as the options allow, and holds no thread meanwhile.</summary>
    private async ValueTask<T> WhileBusyAsync<T>(Func<T> work, CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        for (var pause = FirstPause; ; pause = pause * 2 < LongestPause ? pause * 2 : LongestPause)
        {
            try
            {
                return work();
            }
            catch (SqliteFailure failure) when (failure.Code is raw.SQLITE_BUSY or raw.SQLITE_LOCKED)
            {
                if (time.GetElapsedTime(started) >= options.Value.BusyTimeout)
                {
                    throw new EventBusStoreException(
                        ErrorCodes.StoreUnavailable,
                        $"Another process has been writing to '{Path}' for longer than {nameof(SqliteReceiptOptions.BusyTimeout)}, which is "
                        + $"{options.Value.BusyTimeout}. Let it write in shorter transactions, or wait longer.",
                        failure);
                }
            }

            await Task.Delay(pause, time, cancellationToken).ConfigureAwait(false);
        }
    }
}
