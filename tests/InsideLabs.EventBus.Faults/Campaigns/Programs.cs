namespace InsideLabs.EventBus.Faults.Campaigns;

/// <summary>The programs of the machine.</summary>
internal static class Programs
{
    /// <summary>The first one that is not on the PATH; null when all are.</summary>
    public static string? FindMissing(IEnumerable<string> names)
    {
        var folders = (Environment.GetEnvironmentVariable("PATH") ?? string.Empty).Split(Path.PathSeparator);
        return names.FirstOrDefault(name => !folders.Any(folder => File.Exists(Path.Combine(folder, name))));
    }
}
