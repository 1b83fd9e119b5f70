using System.Text.RegularExpressions;

namespace InsideLabs.EventBus.Architecture.Tests.Docs;

/// <summary>Links between documents lead to files that are there, and to headings that these have.</summary>
public sealed partial class LinkTests
{
    private static readonly IReadOnlyList<RepositoryFile> Documents = [.. Repository.Files(".", "*.md")];

    [Fact]
    public void Every_link_to_a_file_of_the_repository_leads_there() =>
        Links().Where(l => !Exists(l.Target)).Select(l => $"{l.From}: {l.Target} is not there").Should().BeEmpty();

    [Fact]
    public void Every_link_to_a_heading_leads_to_one() =>
        Links().Where(l => l.Anchor.Length > 0 && !Headings(l.Target).Contains(l.Anchor, StringComparer.Ordinal))
            .Select(l => $"{l.From}: {l.Target} has no heading #{l.Anchor}")
            .Should().BeEmpty();

    [Fact]
    public void There_are_links_of_both_kinds() =>
        Links().Should().HaveCountGreaterThan(20).And.Contain(l => l.Anchor.Length > 0);

    private static bool Exists(string target) => File.Exists(Repository.PathOf(target)) || Directory.Exists(Repository.PathOf(target));

    private static IEnumerable<Link> Links() =>
        from document in Documents
        let fenced = CodeBlocks.Read(document).SelectMany(b => b.Lines).ToHashSet(StringComparer.Ordinal)
        from line in document.Lines.Where(l => !fenced.Contains(l))
        from Match match in Target().Matches(line)
        let parts = match.Groups["target"].Value.Split('#', 2)
        where !parts[0].Contains(':', StringComparison.Ordinal)
        select new Link(document.Path, Resolve(document.Path, parts[0]), parts.ElementAtOrDefault(1) ?? string.Empty);

    private static string Resolve(string from, string target) => target.Length == 0
        ? from
        : Path.GetRelativePath(Repository.Root, Path.GetFullPath(Path.Combine(Repository.Root, Path.GetDirectoryName(from)!, target))).Replace('\\', '/');

    /// <summary>The names that a heading has in links: small letters, digits and hyphens.</summary>
    private static IEnumerable<string> Headings(string path) =>
        from document in Documents.Where(d => d.Path == path)
        from line in document.Lines
        where line.StartsWith('#')
        select NotInAnchor().Replace(line.TrimStart('#').Trim().ToLowerInvariant(), string.Empty).Replace(' ', '-');

    [GeneratedRegex(@"\]\((?<target>[^)\s]+)\)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Target();

    [GeneratedRegex("[^a-z0-9 _-]", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex NotInAnchor();

    private sealed record Link(string From, string Target, string Anchor);
}
