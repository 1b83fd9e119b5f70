using System.Text;
using System.Text.Json;
using InsideLabs.EventBus.Errors;

namespace InsideLabs.EventBus.Events;

/// <summary>Where in a document something stands. Found by reading the document again, which only a fault costs.</summary>
internal static class JsonPaths
{
    private const int ReaderDepth = 1000;

    /// <summary>The path of the token that begins at an offset, such as <c>items[3].name</c>; empty for the document itself.</summary>
    /// <param name="utf8Json">A document that is well-formed up to the token.</param>
    /// <param name="tokenStart">The offset.</param>
    public static string Of(ReadOnlySpan<byte> utf8Json, long tokenStart)
    {
        var reader = new Utf8JsonReader(utf8Json, new JsonReaderOptions { MaxDepth = ReaderDepth });
        var open = new Stack<Place>();
        while (reader.Read())
        {
            if (reader.TokenType is JsonTokenType.EndObject or JsonTokenType.EndArray)
            {
                open.Pop();
                continue;
            }

            if (reader.TokenType == JsonTokenType.PropertyName)
            {
                open.Pop();
                open.Push(new Place(NameOf(ref reader), Index: null));
            }
            else if (open.TryPeek(out var place) && place.Index is { } index)
            {
                open.Pop();
                open.Push(new Place(Name: null, index + 1));
            }

            if (reader.TokenStartIndex >= tokenStart)
            {
                break;
            }

            if (reader.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray)
            {
                open.Push(new Place(Name: null, reader.TokenType == JsonTokenType.StartArray ? -1 : null));
            }
        }

        return open.Reverse().Aggregate(new StringBuilder(), static (path, place) => place.AppendTo(path)).ToString();
    }

    /// <summary>The path of something inside a field.</summary>
    public static string Join(string field, string path) =>
        path.Length == 0 ? field : field.Length == 0 || path[0] == '[' ? field + path : $"{field}.{path}";

    /// <summary>Whether a path is a field or leads into it.</summary>
    public static bool IsWithin(string path, string field) =>
        path.StartsWith(field, StringComparison.Ordinal) && (path.Length == field.Length || path[field.Length] is '.' or '[');

    private static string NameOf(ref Utf8JsonReader reader)
    {
        try
        {
            return FaultText.Show(reader.GetString()!);
        }
        catch (InvalidOperationException)
        {
            // Half of a surrogate pair.
            return "\uFFFD";
        }
    }

    /// <summary>A step of the path: a member of an object, or an item of an array; neither at the beginning of an object.</summary>
    private readonly record struct Place(string? Name, int? Index)
    {
        public StringBuilder AppendTo(StringBuilder path) => this switch
        {
            { Index: >= 0 } => path.Append('[').Append(Index).Append(']'),
            { Name: not null } => (path.Length == 0 ? path : path.Append('.')).Append(Name),
            _ => path,
        };
    }
}
