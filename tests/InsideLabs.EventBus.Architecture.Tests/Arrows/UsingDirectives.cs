using System.Text.RegularExpressions;

namespace InsideLabs.EventBus.Architecture.Tests.Arrows;

/// <summary>Reads the uses that only the source shows: the namespaces that a file imports.</summary>
internal static partial class UsingDirectives
{
    public static IEnumerable<Dependency> Read(IEnumerable<RepositoryFile> files, string assembly) =>
        from file in files
        let ns = NamespaceOf(file)
        where ns is not null
        from line in file.Lines
        let match = Using().Match(line)
        where match.Success
        select new Dependency(
            new TypeName(assembly, ns, Path.GetFileNameWithoutExtension(file.Name)),
            new TypeName(assembly, match.Groups["ns"].Value, "*"));

    public static string? NamespaceOf(RepositoryFile file) => file.Lines
        .Select(line => Namespace().Match(line))
        .FirstOrDefault(match => match.Success)?.Groups["ns"].Value;

    [GeneratedRegex(@"^using (static )?(?<alias>\w+ = )?(?<ns>InsideLabs\.EventBus[\w.]*);", RegexOptions.ExplicitCapture, 10_000)]
    private static partial Regex Using();

    [GeneratedRegex(@"^namespace (?<ns>[\w.]+);", RegexOptions.ExplicitCapture, 10_000)]
    private static partial Regex Namespace();
}
