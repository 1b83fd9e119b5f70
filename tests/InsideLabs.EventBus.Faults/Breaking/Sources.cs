namespace InsideLabs.EventBus.Faults.Breaking;

/// <summary>The sources that this program was built from.</summary>
internal static class Sources
{
    /// <summary>The repository.</summary>
    public static string Root { get; } = Find(AppContext.BaseDirectory);

    /// <summary>A file, or every source file below a folder: what a build makes is left out.</summary>
    public static IEnumerable<string> ListFiles(string root, string name)
    {
        var path = Path.Combine(root, name);
        return File.Exists(path)
            ? [path]
            : Directory.EnumerateFiles(path).Concat(Directory.EnumerateDirectories(path)
                .Where(d => Path.GetFileName(d) is not ("bin" or "obj"))
                .SelectMany(d => ListFiles(root, Path.GetRelativePath(root, d))));
    }

    private static string Find(string folder) => File.Exists(Path.Combine(folder, "InsideLabs.EventBus.sln"))
        ? folder
        : Find(Path.GetDirectoryName(folder) ?? throw new InvalidOperationException("This program does not stand in its repository."));
}
