namespace InsideLabs.EventBus.Architecture.Tests.Docs.Pages;

/// <summary>An <c>http</c> block of a page: a request with its headers and body, or an answer.</summary>
/// <param name="Block">The block.</param>
/// <param name="Method">The request's method; <c>HTTP/1.1</c> for an answer.</param>
/// <param name="Target">The request's path or URL; the status for an answer.</param>
/// <param name="Headers">The headers that the page names.</param>
/// <param name="Body">The body; empty when there is none.</param>
internal sealed record HttpBlock(CodeBlock Block, string Method, string Target, IReadOnlyDictionary<string, string> Headers, string Body)
{
    private const string Answer = "HTTP/1.1";

    public bool IsAnswer => Method == Answer;

    /// <summary>Whether it goes to somebody else: what the bus sends, not what the reader sends to the bus.</summary>
    public bool IsSent => Target.StartsWith("https://", StringComparison.Ordinal);

    /// <summary>Scheme and host of the URL.</summary>
    public string Service => new Uri(Target).GetLeftPart(UriPartial.Authority);

    public static IEnumerable<HttpBlock> Read(RepositoryFile page) =>
        CodeBlocks.Read(page).Where(b => b.Info == "http" && b.Lines.Count > 0).Select(Parse);

    public override string ToString() => $"{Block}: {Method} {Target}";

    public static HttpBlock Parse(CodeBlock block)
    {
        var words = block.Lines[0].Split(' ', 3);
        var head = block.Lines.Skip(1).TakeWhile(l => l.Length > 0).ToList();
        return new HttpBlock(
            block,
            words[0],
            words[1],
            head.Select(l => l.Split(": ", 2)).ToDictionary(p => p[0], p => p[1], StringComparer.OrdinalIgnoreCase),
            string.Join('\n', block.Lines.Skip(1 + head.Count)).Trim());
    }
}
