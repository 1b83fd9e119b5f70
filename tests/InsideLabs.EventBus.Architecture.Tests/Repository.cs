namespace InsideLabs.EventBus.Architecture.Tests;

/// <summary>A file of the repository: its path from the root with forward slashes, and its lines.</summary>
internal sealed record RepositoryFile(string Path, string[] Lines)
{
    public string Name => System.IO.Path.GetFileName(Path);

    public override string ToString() => Path;
}

/// <summary>The working tree that these tests were built from.</summary>
internal static class Repository
{
    private static readonly EnumerationOptions Recursive = new() { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.ReparsePoint };

    /// <summary>What .gitignore names: made by tools, so nobody's style.</summary>
    private static readonly HashSet<string> Made = new(StringComparer.Ordinal)
    {
        "bin", "obj", ".git", ".vs", ".idea", ".vscode", "TestResults", "BenchmarkDotNet.Artifacts", "artifacts",
    };

    public static string Root { get; } = FindRoot();

    /// <summary>The packages: one folder under src for each.</summary>
    public static IReadOnlyList<string> Packages { get; } =
        [.. Directory.GetDirectories(PathOf("src")).Select(d => Path.GetFileName(d)!).Order(StringComparer.Ordinal)];

    public static string PathOf(string relative) => Path.Combine(Root, relative);

    /// <summary>Where a package's assembly was built to: beside these tests, which reference every package.</summary>
    public static string AssemblyOf(string package) => Path.Combine(AppContext.BaseDirectory, package + ".dll");

    /// <summary>The text files under a folder that a person wrote.</summary>
    public static IEnumerable<RepositoryFile> Files(string folder, string pattern) =>
        from path in Directory.EnumerateFiles(PathOf(folder), pattern, Recursive)
        let relative = Path.GetRelativePath(Root, path).Replace('\\', '/')
        where !relative.Split('/').Any(Made.Contains)
        let text = File.ReadAllText(path)
        where !text.Contains('\0', StringComparison.Ordinal)
        orderby relative
        select new RepositoryFile(relative, text.Split('\n'));

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "InsideLabs.EventBus.sln")))
            {
                return folder.FullName;
            }
        }

        throw new InvalidOperationException($"No InsideLabs.EventBus.sln above '{AppContext.BaseDirectory}': run the tests from inside the repository.");
    }
}
