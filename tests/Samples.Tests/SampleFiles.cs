namespace Samples.Tests;

/// <summary>Files of this repository.</summary>
internal static class SampleFiles
{
    /// <summary>The path of a file, from the folder that holds the solution.</summary>
    public static string PathOf(string relative)
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "InsideLabs.EventBus.sln")))
        {
            folder = folder.Parent ?? throw new DirectoryNotFoundException("The tests do not run inside the repository.");
        }

        return Path.Combine(folder.FullName, relative);
    }
}
