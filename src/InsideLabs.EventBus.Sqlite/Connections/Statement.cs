using System.Text;
using SQLitePCL;

namespace InsideLabs.EventBus.Sqlite.Connections;

/// <summary>A prepared statement. Parameters count from 1, columns from 0.</summary>
internal sealed class Statement : IDisposable
{
    private const int OnStack = 512;

    private readonly sqlite3 _db;
    private readonly sqlite3_stmt _handle;

    public Statement(sqlite3 db, string sql)
    {
        _db = db;
        Check(raw.sqlite3_prepare_v3(db, sql, raw.SQLITE_PREPARE_PERSISTENT, out _handle));
    }

    public Statement Bind(int index, long value)
    {
        Check(raw.sqlite3_bind_int64(_handle, index, value));
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
            ? raw.sqlite3_bind_zeroblob(_handle, index, 0)
            : raw.sqlite3_bind_blob(_handle, index, value));
        return this;
    }

    public Statement Bind(int index, ReadOnlyMemory<byte>? value) => value is { } given ? Bind(index, given.Span) : BindNull(index);

    public Statement Bind(int index, string? value)
    {
        if (value is null)
        {
            return BindNull(index);
        }

        if (value.Length is 0 or > OnStack / 3)
        {
            Check(raw.sqlite3_bind_text(_handle, index, value));
            return this;
        }

        Span<byte> bytes = stackalloc byte[OnStack];
        Check(raw.sqlite3_bind_text(_handle, index, bytes[..Encoding.UTF8.GetBytes(value, bytes)]));
        return this;
    }

    /// <summary>Binds the id after which a page begins: for none, what is less than every id, the one of zeros too.</summary>
    public Statement BindAfter(int index, Guid? value) => value is { } given ? Bind(index, given) : Bind(index, ReadOnlySpan<byte>.Empty);

    public Statement BindNull(int index)
    {
        Check(raw.sqlite3_bind_null(_handle, index));
        return this;
    }

    /// <summary>Runs a statement that answers no rows.</summary>
    /// <returns>How many rows it changed.</returns>
    public int Run()
    {
        try
        {
            Step();
            return raw.sqlite3_changes(_db);
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

    public bool IsNull(int column) => raw.sqlite3_column_type(_handle, column) == raw.SQLITE_NULL;

    public long Long(int column) => raw.sqlite3_column_int64(_handle, column);

    public int Int(int column) => raw.sqlite3_column_int(_handle, column);

    public string Text(int column) => raw.sqlite3_column_text(_handle, column).utf8_to_string();

    public string? TextOrNull(int column) => IsNull(column) ? null : Text(column);

    public byte[] Blob(int column) => raw.sqlite3_column_blob(_handle, column).ToArray();

    public ReadOnlyMemory<byte>? BlobOrNull(int column) => IsNull(column) ? (ReadOnlyMemory<byte>?)null : Blob(column);

    public Guid Guid(int column) => new(raw.sqlite3_column_blob(_handle, column), bigEndian: true);

    public Guid? GuidOrNull(int column) => IsNull(column) ? null : Guid(column);

    public DateTimeOffset Instant(int column) => new(Long(column), TimeSpan.Zero);

    public DateTimeOffset? InstantOrNull(int column) => IsNull(column) ? null : Instant(column);

    public void Dispose() => _handle.Dispose();

    private bool Step() => raw.sqlite3_step(_handle) switch
    {
        raw.SQLITE_ROW => true,
        raw.SQLITE_DONE => false,
        var result => throw SqliteFailure.Of(_db, result),
    };

    private void Reset() => raw.sqlite3_reset(_handle);

    private void Check(int result)
    {
        if (result != raw.SQLITE_OK)
        {
            throw SqliteFailure.Of(_db, result);
        }
    }
}
