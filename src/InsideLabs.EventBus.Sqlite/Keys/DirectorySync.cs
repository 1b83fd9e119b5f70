using System.Runtime.InteropServices;

namespace InsideLabs.EventBus.Sqlite.Keys;

/// <summary>
/// Makes the names in a directory survive a power cut. To sync a file saves its bytes and not its name, and .NET opens no
/// directories. Like SQLite with its own files it asks and does not insist: not every file system can do it.
/// </summary>
internal static partial class DirectorySync
{
    private const int ReadOnly = 0;

    public static void Run(string directory)
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        var descriptor = Open(directory, ReadOnly);
        if (descriptor >= 0)
        {
            _ = Sync(descriptor);
            _ = Close(descriptor);
        }
    }

    [LibraryImport("libc", EntryPoint = "open", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fsync")]
    private static partial int Sync(int descriptor);

    [LibraryImport("libc", EntryPoint = "close")]
    private static partial int Close(int descriptor);
}
