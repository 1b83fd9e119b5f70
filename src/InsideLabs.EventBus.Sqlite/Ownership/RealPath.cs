namespace InsideLabs.EventBus.Sqlite.Ownership;

/// <summary>The one path of a file, whichever links lead to it: two names of one file must meet at one lock.</summary>
internal static class RealPath
{
    private const int MostLinks = 40;

    /// <summary>Resolves every link on the way to a file that need not exist yet.</summary>
    /// <exception cref="IOException">The links lead in a circle.</exception>
    public static string Of(string path)
    {
        var links = 0;
        return Resolve(Path.GetFullPath(path), ref links);
    }

    private static string Resolve(string path, ref int links)
    {
        if (Path.GetDirectoryName(path) is not { } parent)
        {
            return path;
        }

        var directory = Resolve(parent, ref links);
        var resolved = Path.Combine(directory, Path.GetFileName(path));
        if (new FileInfo(resolved).LinkTarget is not { } target)
        {
            return resolved;
        }

        // A link may lead through further links: its target is a path to be resolved like any other.
        return ++links > MostLinks
            ? throw new IOException($"'{path}' leads through more than {MostLinks} links.")
            : Resolve(Path.GetFullPath(Path.Combine(directory, target)), ref links);
    }
}
