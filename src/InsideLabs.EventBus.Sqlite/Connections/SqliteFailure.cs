using System.Globalization;
using InsideLabs.EventBus.Errors;
using SQLitePCL;

namespace InsideLabs.EventBus.Sqlite.Connections;

/// <summary>What SQLite answered instead of doing its work. Never leaves the package: callers see it as a store exception.</summary>
internal sealed class SqliteFailure(int extendedCode, string message) : Exception(message)
{
    /// <summary>The primary result code, such as <c>SQLITE_FULL</c>.</summary>
    public int Code => extendedCode & 0xFF;

    /// <summary>Whether the disk or the file itself is the trouble, so that trying the rest of a batch is pointless.</summary>
    public bool IsOfTheFile => Code is raw.SQLITE_IOERR or raw.SQLITE_CORRUPT or raw.SQLITE_NOTADB or raw.SQLITE_CANTOPEN
        or raw.SQLITE_READONLY or raw.SQLITE_BUSY or raw.SQLITE_LOCKED;

    public static SqliteFailure Of(sqlite3 db, int result) =>
        Of(raw.sqlite3_extended_errcode(db), result, raw.sqlite3_errmsg(db).utf8_to_string());

    public static SqliteFailure Of(nint db, int result)
    {
        var extended = NativeSqlite.ExtendedErrorCode(db);
        return Of(extended, result, NativeSqlite.ReadErrorMessage(db));
    }

    public EventBusStoreException ForCaller(string path) => Code switch
    {
        raw.SQLITE_FULL => new EventBusStoreException(
            ErrorCodes.StoreFull,
            $"There is no room left for '{path}'. Make room on its disk; nothing that was stored is lost. {Message}",
            this),
        raw.SQLITE_NOTADB => new EventBusStoreException(
            ErrorCodes.StoreIncompatible,
            $"'{path}' is not a SQLite database. Name another file. {Message}",
            this),
        raw.SQLITE_CONSTRAINT => new EventBusStoreException(
            ErrorCodes.StoreUnavailable,
            $"'{path}' refused a row that contradicts what is stored. {Message}",
            this),
        _ => new EventBusStoreException(
            ErrorCodes.StoreUnavailable,
            $"'{path}' could not be read or written. Check the disk and the file's permissions. {Message}",
            this),
    };

    private static SqliteFailure Of(int extended, int result, string text)
    {
        var code = (extended & 0xFF) == (result & 0xFF) ? extended : result;
        return new SqliteFailure(code, string.Create(CultureInfo.InvariantCulture, $"SQLite error {code}: {text}"));
    }
}
