using System.Text.RegularExpressions;

namespace InsideLabs.EventBus.Architecture.Tests.Sources;

/// <summary>What no line may hold. Each rule is a pattern; a line that it matches is a violation.</summary>
internal static partial class SourceRules
{
    public const int LongestFile = 400;

    /// <summary>For the C# files under src.</summary>
    public static IReadOnlyList<string> InSource(RepositoryFile file) =>
    [
        .. Matches(file, Unfinished(), "is an unfinished mark"),
        .. Matches(file, Directive(), "is a directive that hides code or warnings"),
        .. file.Name is "VerbatimHeaders.cs" ? [] : Matches(file, UncheckedHeader(), "adds a header unchecked, and CR LF makes it two: use VerbatimHeaders"),
        .. Length(file) is var length && length > LongestFile ? [$"{file.Path} has {length} lines; {LongestFile} is the most."] : Array.Empty<string>(),
    ];

    /// <summary>For every file of the repository.</summary>
    public static IReadOnlyList<string> InAnyFile(RepositoryFile file) =>
    [
        .. Matches(file, AbsolutePath(), "is a path of one machine"),
        .. Matches(file, PackageHost(), "names a package registry: sources are the machine's own business"),
    ];

    /// <summary>The namespaces that a file may declare: its folder, or that of extensions of a host's builder.</summary>
    public static bool IsNamespaceOfFolder(string path, string ns)
    {
        var folder = path.Split('/')[1..^1];
        return string.Equals(ns, string.Join('.', folder), StringComparison.Ordinal)
            || ns is "Microsoft.Extensions.DependencyInjection" or "Microsoft.AspNetCore.Builder";
    }

    private static int Length(RepositoryFile file) => file.Lines[^1].Length == 0 ? file.Lines.Length - 1 : file.Lines.Length;

    private static IEnumerable<string> Matches(RepositoryFile file, Regex forbidden, string because) =>
        from numbered in file.Lines.Index()
        let match = forbidden.Match(numbered.Item)
        where match.Success
        select $"{file.Path}({numbered.Index + 1}): '{match.Value.Trim()}' {because}.";

    [GeneratedRegex(@"\b(TODO|FIXME|HACK|XXX|NotImplementedException)\b", RegexOptions.ExplicitCapture, 10_000)]
    private static partial Regex Unfinished();

    [GeneratedRegex(@"^\s*#\s*(region|endregion|if|elif|pragma\s+warning\s+disable|nullable\s+disable)\b", RegexOptions.ExplicitCapture, 10_000)]
    private static partial Regex Directive();

    [GeneratedRegex(@"\bTryAddWithoutValidation\b", RegexOptions.ExplicitCapture, 10_000)]
    private static partial Regex UncheckedHeader();

    [GeneratedRegex(@"(?<![\w.:/~<>{}$-])(/(home|Users|root|tmp|work|mnt)/|[A-Z]:\\(Users|Program Files|Temp|src)\b)", RegexOptions.ExplicitCapture, 10_000)]
    private static partial Regex AbsolutePath();

    [GeneratedRegex(@"\b(nuget\.org|myget\.org|pkgs\.dev\.azure\.com|nuget\.pkg\.github\.com)\b|/v3/index\.json|artifactor[y]", RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase, 10_000)]
    private static partial Regex PackageHost();
}
