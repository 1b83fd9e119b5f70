namespace InsideLabs.EventBus.Benchmarks;

/// <summary>What the command line asks for.</summary>
/// <param name="IsQuick">Short jobs: minutes instead of an hour, with a wider spread.</param>
/// <param name="ResultsPath">The folder for the results.</param>
/// <param name="Filters">Which benchmarks, as globs.</param>
internal sealed record RunOptions(bool IsQuick, string ResultsPath, string[] Filters)
{
    private const string Quick = "--quick";
    private const string Results = "--results=";

    public static RunOptions Parse(string[] args)
    {
        var results = args.LastOrDefault(a => a.StartsWith(Results, StringComparison.Ordinal))?[Results.Length..];
        string[] names = [.. args.Where(a => !a.StartsWith('-'))];
        return new RunOptions(
            args.Contains(Quick, StringComparer.Ordinal),
            results ?? "results",
            names.Length == 0 ? ["*"] : [.. names.Select(name => $"*.{name}.*")]);
    }
}
