using System.Text.Json;
using InsideLabs.EventBus.Errors;
using InsideLabs.EventBus.Events;

namespace InsideLabs.EventBus.Adapters.Configs;

/// <summary>Opens a rendered document. What was inserted may lie deep, and nothing about it is taken on trust.</summary>
internal static class RenderedJson
{
    /// <summary>How deep a rendered document may be nested: a config and, in it, a whole payload, each of 64 levels.</summary>
    public const int MaxDepth = 2 * StrictJson.MaxDepth;

    /// <summary>Opens a document.</summary>
    /// <param name="utf8Json">The document.</param>
    /// <param name="root">What it is: <c>config</c> or <c>settings</c>.</param>
    /// <param name="faults">Where to say why it cannot be opened.</param>
    /// <returns>The document, or null when there is a fault.</returns>
    public static JsonDocument? Open(ReadOnlyMemory<byte> utf8Json, string root, FaultList faults)
    {
        if (StrictJson.Check(utf8Json.Span, MaxDepth) is { } broken)
        {
            var field = broken.Field.Length == 0 ? root : broken.Field.StartsWith('[') ? root + broken.Field : $"{root}.{broken.Field}";
            faults.Add(field, broken.Code, broken.Message);
            return null;
        }

        return JsonDocument.Parse(utf8Json, new JsonDocumentOptions { MaxDepth = MaxDepth });
    }
}
