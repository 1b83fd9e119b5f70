using InsideLabs.EventBus.Faults.Children;

namespace InsideLabs.EventBus.Faults.Scenarios.Ownership;

/// <summary>One of the ways to name the file.</summary>
/// <param name="Name">What kind of way it is.</param>
/// <param name="Path">The path.</param>
/// <param name="Launch">How a process is started that uses it.</param>
internal sealed record FilePath(string Name, string Path, ChildLaunch? Launch = null);

/// <summary>Makes links to a file.</summary>
internal static class FilePaths
{
    public static IReadOnlyList<FilePath> Make(string databasePath)
    {
        var folder = Path.GetDirectoryName(databasePath)!;
        var name = Path.GetFileName(databasePath);
        var toFile = Path.Combine(folder, "link.db");
        var toFolder = Path.Combine(folder, "link");
        File.CreateSymbolicLink(toFile, databasePath);
        Directory.CreateSymbolicLink(toFolder, folder);
        return
        [
            new FilePath("same", databasePath),
            new FilePath("linked", toFile),
            new FilePath("relative", name, new ChildLaunch { Prefix = ["env", $"--chdir={folder}"] }),
            new FilePath("linked folder's", Path.Combine(toFolder, name)),
        ];
    }
}
