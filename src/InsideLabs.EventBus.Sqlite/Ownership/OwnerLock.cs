using InsideLabs.EventBus.Errors;

namespace InsideLabs.EventBus.Sqlite.Ownership;

/// <summary>
/// Proves that this process alone uses the database: an exclusive lock of the operating system, which ends with the process
/// however it ends. The file stays: deleting it would let two processes lock two files of one name.
/// </summary>
internal sealed class OwnerLock : IDisposable
{
    private const int LockedOnLinux = 11;
    private const int LockedOnMacOS = 35;
    private const int LockedOnWindows = unchecked((int)0x80070020);

    private readonly FileStream _file;

    private OwnerLock(FileStream file) => _file = file;

    public static OwnerLock Acquire(string databasePath)
    {
        var path = databasePath + ".lock";
        try
        {
            return new OwnerLock(new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
        }
        catch (IOException failure) when (failure.HResult is LockedOnLinux or LockedOnMacOS or LockedOnWindows)
        {
            throw new EventBusStoreException(
                ErrorCodes.StoreOwned,
                $"Another process, or another host in this one, has '{databasePath}' open. An embedded store has one owner: stop "
                + "the other one, name another file, or use the PostgreSQL store for many processes.",
                failure);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new EventBusStoreException(
                ErrorCodes.StoreUnavailable,
                $"'{path}' cannot be created. Make sure that its directory exists and that this process may write there.",
                failure);
        }
    }

    public void Dispose() => _file.Dispose();
}
