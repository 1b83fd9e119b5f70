using System.Diagnostics;
using System.Globalization;
using InsideLabs.EventBus.Faults.Campaigns;

namespace InsideLabs.EventBus.Faults.Scenarios.DiskFull;

/// <summary>A disk of a few megabytes in memory, and a file of the campaign on it that takes the room away and gives it back.</summary>
internal sealed class SmallDisk : IDisposable
{
    private readonly string _mount;

    private SmallDisk(string mount) => _mount = mount;

    /// <summary>Where the store may live.</summary>
    public DirectoryInfo Folder => Directory.CreateDirectory(Path.Combine(_mount, "store"));

    private string Filler => Path.Combine(_mount, "filler");

    public static SmallDisk Mount(DirectoryInfo at, int mebibytes)
    {
        Run("mount", "-t", "tmpfs", "-o", string.Create(CultureInfo.InvariantCulture, $"size={mebibytes}m"), "tmpfs", at.FullName);
        return new SmallDisk(at.FullName);
    }

    /// <summary>Leaves so much room and no more.</summary>
    public void Fill(long left)
    {
        using var file = new FileStream(Filler, FileMode.Append, FileAccess.Write, FileShare.None, bufferSize: 0);
        var block = new byte[4096];
        try
        {
            for (var missing = new DriveInfo(_mount).AvailableFreeSpace - left; missing >= block.Length; missing -= block.Length)
            {
                file.Write(block);
            }
        }
        catch (IOException)
        {
            // Others have taken the rest meanwhile: it is full.
        }
    }

    /// <summary>Makes room again.</summary>
    public void Empty() => File.Delete(Filler);

    /// <summary>Makes the disk itself larger.</summary>
    public void Grow(int mebibytes) =>
        Run("mount", "-o", string.Create(CultureInfo.InvariantCulture, $"remount,size={mebibytes}m"), _mount);

    public void Dispose() => Run("umount", "-l", _mount);

    private static void Run(params string[] command)
    {
        using var process = Process.Start(new ProcessStartInfo(command[0], command[1..]) { UseShellExecute = false })!;
        process.WaitForExit();
        if (process.ExitCode != 0)
        {
            throw new FaultException($"'{string.Join(' ', command)}' failed: {process.ExitCode}.");
        }
    }
}
