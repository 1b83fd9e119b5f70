namespace InsideLabs.EventBus.Benchmarks;

/// <summary>What the command line asks for.</summary>
/// <param name="IsQuick">Short jobs: minutes instead of an hour, with a wider spread.</param>
/// <param name="ResultsPath">The folder for the results.</param>
/// <param name="Names">Which benchmarks; all when there are none.</param>
internal sealed record RunOptions(bool IsQuick, string ResultsPath, string[] Names)
{
    private const string Quick = "--quick";
    private const string Results = "--results=";

    public static RunOptions Parse(string[] args)
    {
        var results = args.LastOrDefault(a => a.StartsWith(Results, StringComparison.Ordinal))?[Results.Length..];
        return new RunOptions(
            args.Contains(Quick, StringComparer.Ordinal),
            results ?? "results",
            [.. args.Where(a => !a.StartsWith('-'))]);
    }

    /// <summary>Whether a benchmark was asked for.</summary>
    public bool Wants(string name) => Names.Length == 0 || Names.Contains(name, StringComparer.OrdinalIgnoreCase);
}
