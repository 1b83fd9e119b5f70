namespace InsideLabs.EventBus.Architecture.Tests.Docs;

/// <summary>A fenced block of a document.</summary>
/// <param name="Document">The document's path.</param>
/// <param name="Line">Where its fence opens, from 1.</param>
/// <param name="Info">What stands after the fence: <c>csharp</c>.</param>
/// <param name="Lines">What stands inside.</param>
internal sealed record CodeBlock(string Document, int Line, string Info, IReadOnlyList<string> Lines)
{
    public override string ToString() => $"{Document}({Line})";
}

/// <summary>
/// Code in documents is code that is compiled: every <c>csharp</c> block stands, line for line, in a source file under samples or
/// tests. Leading and trailing white space and empty lines do not count. Its using directives may stand anywhere in that file.
/// </summary>
internal static class CodeBlocks
{
    private const string Fence = "```";

    public static IEnumerable<CodeBlock> Read(RepositoryFile document)
    {
        for (var at = 0; at < document.Lines.Length; at++)
        {
            var fence = document.Lines[at].TrimStart();
            if (!fence.StartsWith(Fence, StringComparison.Ordinal))
            {
                continue;
            }

            var (opened, ticks) = (at, fence.Length - fence.TrimStart('`').Length);
            var lines = new List<string>();
            while (++at < document.Lines.Length && !Closes(document.Lines[at], ticks))
            {
                lines.Add(document.Lines[at]);
            }

            yield return new CodeBlock(document.Path, opened + 1, fence[ticks..].Trim(), lines);
        }
    }

    /// <summary>Whether a block means C#, however it is spelt.</summary>
    public static bool IsCSharp(CodeBlock block) =>
        block.Info.Split(' ', '{', ',')[0].ToUpperInvariant() is "CSHARP" or "CS" or "C#";

    public static bool StandsIn(CodeBlock block, RepositoryFile source)
    {
        var code = Normalised(source.Lines);
        var wanted = Normalised(block.Lines);
        var imports = wanted.TakeWhile(l => l.StartsWith("using ", StringComparison.Ordinal) && l.EndsWith(';')).ToList();
        if (!imports.TrueForAll(code.Contains))
        {
            return false;
        }

        var body = wanted.Skip(imports.Count).ToArray();
        return Enumerable.Range(0, Math.Max(0, code.Count - body.Length + 1)).Any(at => code.Skip(at).Take(body.Length).SequenceEqual(body, StringComparer.Ordinal));
    }

    private static bool Closes(string line, int ticks) => line.Trim() is var text && text.Length >= ticks && text.All(c => c == '`');

    private static List<string> Normalised(IEnumerable<string> lines) =>
        [.. lines.Select(l => string.Join(' ', l.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))).Where(l => l.Length > 0)];
}
