using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using SQLitePCL;

namespace InsideLabs.EventBus.Sqlite.Connections;

/// <summary>
/// The calls of SQLite that a session makes, into the library that SQLitePCLRaw brings. What only sets or reads a small value is called
/// without leaving the runtime's own mode: a whole cycle makes a hundred of these calls, and the way there would cost more than they do.
/// </summary>
internal static unsafe partial class NativeSqlite
{
    public const int Ok = 0;
    public const int Row = 100;
    public const int Done = 101;
    public const int OpenReadOnly = 0x1;
    public const int OpenReadWrite = 0x2;
    public const int OpenCreate = 0x4;
    public const int OpenNoMutex = 0x8000;
    public const uint PreparePersistent = 0x1;
    public const int NullType = 5;

    /// <summary>Copying more than this is no small matter: a collection would have to wait for it.</summary>
    public const int SmallValue = 4096;

    /// <summary>Stands for whatever library SQLitePCLRaw uses in this process, so that a host that brings another one gets that.</summary>
    private const string Library = "e_sqlite3";

    /// <summary>SQLite copies the value: it need not live longer than the call.</summary>
    private const nint Transient = -1;

    static NativeSqlite()
    {
        Batteries_V2.Init();
        NativeLibrary.SetDllImportResolver(typeof(NativeSqlite).Assembly, static (name, assembly, search) =>
            string.Equals(name, Library, StringComparison.Ordinal) ? NativeLibrary.Load(raw.GetNativeLibraryName(), assembly, search) : 0);
    }

    [LibraryImport(Library, EntryPoint = "sqlite3_open_v2", StringMarshalling = StringMarshalling.Utf8)]
    public static partial int Open(string path, out nint db, int flags, nint vfs);

    [LibraryImport(Library, EntryPoint = "sqlite3_close_v2")]
    public static partial int Close(nint db);

    [LibraryImport(Library, EntryPoint = "sqlite3_extended_result_codes")]
    public static partial int UseExtendedResultCodes(nint db, int on);

    [LibraryImport(Library, EntryPoint = "sqlite3_busy_timeout")]
    public static partial int SetBusyTimeout(nint db, int milliseconds);

    [LibraryImport(Library, EntryPoint = "sqlite3_exec", StringMarshalling = StringMarshalling.Utf8)]
    public static partial int Execute(nint db, string sql, nint callback, nint argument, nint error);

    [LibraryImport(Library, EntryPoint = "sqlite3_prepare_v3")]
    public static partial int Prepare(nint db, byte* sql, int length, uint flags, out nint statement, nint tail);

    [LibraryImport(Library, EntryPoint = "sqlite3_finalize")]
    public static partial int Finalize(nint statement);

    [LibraryImport(Library, EntryPoint = "sqlite3_step")]
    public static partial int Step(nint statement);

    [LibraryImport(Library, EntryPoint = "sqlite3_reset")]
    [SuppressGCTransition]
    public static partial int Reset(nint statement);

    [LibraryImport(Library, EntryPoint = "sqlite3_changes")]
    [SuppressGCTransition]
    public static partial int Changes(nint db);

    [LibraryImport(Library, EntryPoint = "sqlite3_last_insert_rowid")]
    [SuppressGCTransition]
    public static partial long LastInsertedRow(nint db);

    [LibraryImport(Library, EntryPoint = "sqlite3_get_autocommit")]
    [SuppressGCTransition]
    public static partial int IsAutoCommit(nint db);

    [LibraryImport(Library, EntryPoint = "sqlite3_extended_errcode")]
    [SuppressGCTransition]
    public static partial int ExtendedErrorCode(nint db);

    [LibraryImport(Library, EntryPoint = "sqlite3_errmsg")]
    private static partial byte* ErrorMessage(nint db);

    [LibraryImport(Library, EntryPoint = "sqlite3_bind_int64")]
    [SuppressGCTransition]
    public static partial int BindLong(nint statement, int index, long value);

    [LibraryImport(Library, EntryPoint = "sqlite3_bind_null")]
    [SuppressGCTransition]
    public static partial int BindNull(nint statement, int index);

    [LibraryImport(Library, EntryPoint = "sqlite3_bind_zeroblob")]
    [SuppressGCTransition]
    public static partial int BindZeroBlob(nint statement, int index, int length);

    [LibraryImport(Library, EntryPoint = "sqlite3_bind_blob")]
    [SuppressGCTransition]
    private static partial int BindSmallBlob(nint statement, int index, byte* value, int length, nint destructor);

    [LibraryImport(Library, EntryPoint = "sqlite3_bind_blob")]
    private static partial int BindLargeBlob(nint statement, int index, byte* value, int length, nint destructor);

    [LibraryImport(Library, EntryPoint = "sqlite3_bind_text")]
    [SuppressGCTransition]
    private static partial int BindSmallText(nint statement, int index, byte* value, int length, nint destructor);

    [LibraryImport(Library, EntryPoint = "sqlite3_bind_text")]
    private static partial int BindLargeText(nint statement, int index, byte* value, int length, nint destructor);

    [LibraryImport(Library, EntryPoint = "sqlite3_column_type")]
    [SuppressGCTransition]
    public static partial int ColumnType(nint statement, int column);

    [LibraryImport(Library, EntryPoint = "sqlite3_column_int64")]
    [SuppressGCTransition]
    public static partial long ColumnLong(nint statement, int column);

    [LibraryImport(Library, EntryPoint = "sqlite3_column_blob")]
    [SuppressGCTransition]
    private static partial byte* ColumnBlobAddress(nint statement, int column);

    [LibraryImport(Library, EntryPoint = "sqlite3_column_bytes")]
    [SuppressGCTransition]
    private static partial int ColumnBytes(nint statement, int column);

    [LibraryImport(Library, EntryPoint = "sqlite3_wal_hook")]
    private static partial nint SetLogHook(nint db, delegate* unmanaged<int*, nint, byte*, int, int> hook, int* argument);

    /// <summary>Has SQLite write down after each commit of a connection how many pages stand in the log.</summary>
    /// <param name="db">The connection.</param>
    /// <param name="pages">Where; it must outlive the connection.</param>
    public static void CountPagesInLog(nint db, int* pages) => _ = SetLogHook(db, &OnCommit, pages);

    [UnmanagedCallersOnly]
    private static int OnCommit(int* counter, nint db, byte* name, int pages)
    {
        *counter = pages;
        return Ok;
    }

    public static string ReadErrorMessage(nint db) => Marshal.PtrToStringUTF8((nint)ErrorMessage(db)) ?? string.Empty;

    public static int Prepare(nint db, ReadOnlySpan<byte> sql, out nint statement)
    {
        fixed (byte* address = sql)
        {
            return Prepare(db, address, sql.Length, PreparePersistent, out statement, 0);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int BindBlob(nint statement, int index, ReadOnlySpan<byte> value)
    {
        fixed (byte* address = value)
        {
            return value.Length <= SmallValue
                ? BindSmallBlob(statement, index, address, value.Length, Transient)
                : BindLargeBlob(statement, index, address, value.Length, Transient);
        }
    }

    public static int BindText(nint statement, int index, ReadOnlySpan<byte> value)
    {
        // An empty span has no address, and SQLite takes a text without an address for NULL.
        byte empty = 0;
        fixed (byte* address = value)
        {
            var text = value.IsEmpty ? &empty : address;
            return value.Length <= SmallValue
                ? BindSmallText(statement, index, text, value.Length, Transient)
                : BindLargeText(statement, index, text, value.Length, Transient);
        }
    }

    /// <summary>The bytes of a blob or a text, valid until the statement goes on.</summary>
    public static ReadOnlySpan<byte> Column(nint statement, int column)
    {
        // The address must be asked for before the length.
        var address = ColumnBlobAddress(statement, column);
        return new ReadOnlySpan<byte>(address, ColumnBytes(statement, column));
    }
}
