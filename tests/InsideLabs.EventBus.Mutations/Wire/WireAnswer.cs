using System.Text.Json;

namespace InsideLabs.EventBus.Mutations.Wire;

/// <summary>What came back.</summary>
/// <param name="Status">The status; 0 when the connection ended without an answer.</param>
/// <param name="Headers">The headers, by lower-case name.</param>
/// <param name="Body">The body, out of its chunks.</param>
internal sealed record WireAnswer(int Status, IReadOnlyDictionary<string, string> Headers, byte[] Body)
{
    /// <summary>What was let in may be 64 deep, and an answer holds it in an object, in a list: a parser that stops at 64 would stop there.</summary>
    private static readonly JsonDocumentOptions _deep = new() { MaxDepth = 128 };

    public static WireAnswer None { get; } = new(0, new Dictionary<string, string>(StringComparer.Ordinal), []);

    public string? ContentType => Headers.GetValueOrDefault("content-type");

    public bool ClosesConnection => string.Equals(Headers.GetValueOrDefault("connection"), "close", StringComparison.OrdinalIgnoreCase);

    /// <summary>Reads the body.</summary>
    /// <exception cref="JsonException">It is no JSON.</exception>
    public JsonDocument ReadBody() => JsonDocument.Parse(Body, _deep);
}
