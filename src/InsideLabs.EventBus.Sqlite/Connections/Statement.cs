using System.Buffers;
using System.Text;

namespace InsideLabs.EventBus.Sqlite.Connections;

/// <summary>A prepared statement. Parameters count from 1, columns from 0.</summary>
internal sealed class Statement : IDisposable
{
    private const int OnStack = 512;

    private readonly nint _db;
    private nint _handle;

    public Statement(nint db, string sql)
    {
        _db = db;
        Check(NativeSqlite.Prepare(db, Encoding.UTF8.GetBytes(sql), out _handle));
    }

    public Statement Bind(int index, long value)
    {
        Check(NativeSqlite.BindLong(_handle, index, value));
        return this;
    }

    public Statement Bind(int index, long? value) => value is { } given ? Bind(index, given) : BindNull(index);

    public Statement Bind(int index, DateTimeOffset value) => Bind(index, value.UtcTicks);

    public Statement Bind(int index, DateTimeOffset? value) => Bind(index, value?.UtcTicks);

    public Statement Bind(int index, Guid value)
    {
        Span<byte> bytes = stackalloc byte[16];
        value.TryWriteBytes(bytes, bigEndian: true, out _);
        return Bind(index, (ReadOnlySpan<byte>)bytes);
    }

    public Statement Bind(int index, Guid? value) => value is { } given ? Bind(index, given) : BindNull(index);

    public Statement Bind(int index, ReadOnlySpan<byte> value)
    {
        // An empty span has no address, and SQLite takes a blob without an address for NULL.
        Check(value.IsEmpty
            ? NativeSqlite.BindZeroBlob(_handle, index, 0)
            : NativeSqlite.BindBlob(_handle, index, value));
        return this;
    }

    public Statement Bind(int index, ReadOnlyMemory<byte>? value) => value is { } given ? Bind(index, given.Span) : BindNull(index);

    public Statement Bind(int index, string? value)
    {
        if (value is null)
        {
            return BindNull(index);
        }

        if (value.Length <= OnStack / 3)
        {
            Span<byte> bytes = stackalloc byte[OnStack];
            Check(NativeSqlite.BindText(_handle, index, bytes[..Encoding.UTF8.GetBytes(value, bytes)]));
            return this;
        }

        var rented = ArrayPool<byte>.Shared.Rent(Encoding.UTF8.GetMaxByteCount(value.Length));
        Check(NativeSqlite.BindText(_handle, index, rented.AsSpan(0, Encoding.UTF8.GetBytes(value, rented))));
        ArrayPool<byte>.Shared.Return(rented);
        return this;
    }

    /// <summary>Binds the id after which a page begins: for none, what is less than every id, the one of zeros too.</summary>
    public Statement BindAfter(int index, Guid? value) => value is { } given ? Bind(index, given) : Bind(index, ReadOnlySpan<byte>.Empty);

    public Statement BindNull(int index)
    {
        Check(NativeSqlite.BindNull(_handle, index));
        return this;
    }

    /// <summary>Runs a statement that answers no rows.</summary>
    /// <returns>How many rows it changed.</returns>
    public int Run()
    {
        try
        {
            Step();
            return NativeSqlite.Changes(_db);
        }
        finally
        {
            Reset();
        }
    }

    /// <summary>Reads the first row.</summary>
    public T? ReadFirst<T>(Func<Statement, T> map)
    {
        try
        {
            return Step() ? map(this) : default;
        }
        finally
        {
            Reset();
        }
    }

    /// <summary>Reads rows until there are no more, or enough that pass.</summary>
    public List<T> ReadAll<T>(Func<Statement, T> map, Func<T, bool>? keep = null, int? limit = null)
    {
        var rows = new List<T>();
        try
        {
            while (rows.Count < (limit ?? int.MaxValue) && Step())
            {
                var row = map(this);
                if (keep is null || keep(row))
                {
                    rows.Add(row);
                }
            }

            return rows;
        }
        finally
        {
            Reset();
        }
    }

    public bool IsNull(int column) => NativeSqlite.ColumnType(_handle, column) == NativeSqlite.NullType;

    public long Long(int column) => NativeSqlite.ColumnLong(_handle, column);

    public int Int(int column) => (int)NativeSqlite.ColumnLong(_handle, column);

    public string Text(int column) => Encoding.UTF8.GetString(NativeSqlite.Column(_handle, column));

    public string? TextOrNull(int column) => IsNull(column) ? null : Text(column);

    public byte[] Blob(int column) => NativeSqlite.Column(_handle, column).ToArray();

    public ReadOnlyMemory<byte>? BlobOrNull(int column) => IsNull(column) ? (ReadOnlyMemory<byte>?)null : Blob(column);

    public Guid Guid(int column) => new(NativeSqlite.Column(_handle, column), bigEndian: true);

    public Guid? GuidOrNull(int column) => IsNull(column) ? null : Guid(column);

    public DateTimeOffset Instant(int column) => new(Long(column), TimeSpan.Zero);

    public DateTimeOffset? InstantOrNull(int column) => IsNull(column) ? null : Instant(column);

    public void Dispose()
    {
        _ = NativeSqlite.Finalize(_handle);
        _handle = 0;
    }

    private bool Step() => NativeSqlite.Step(_handle) switch
    {
        NativeSqlite.Row => true,
        NativeSqlite.Done => false,
        var result => throw SqliteFailure.Of(_db, result),
    };

    private void Reset() => _ = NativeSqlite.Reset(_handle);

    private void Check(int result)
    {
        if (result != NativeSqlite.Ok)
        {
            throw SqliteFailure.Of(_db, result);
        }
    }
}
