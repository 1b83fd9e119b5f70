using System.Buffers;
using System.Text.Json;
using System.Text.Unicode;
using InsideLabs.EventBus.Errors;

namespace InsideLabs.EventBus.Events;

/// <summary>
/// The door for JSON from outside. What passes can be stored, read and forwarded for ever: valid UTF-8, no property twice,
/// bounded depth, and no string that a later reader would choke on (lone surrogates, U+0000).
/// </summary>
public static class StrictJson
{
    /// <summary>How deep a document may be nested, counted from its own outermost bracket.</summary>
    public const int MaxDepth = 64;

    private const int ReaderDepth = 1000;

    /// <summary>Judges a document; null when it may pass. The fault's field is the path of what is wrong, such as <c>items[3].name</c>.</summary>
    /// <param name="utf8Json">The document.</param>
    /// <param name="maxDepth">The deepest nesting allowed.</param>
    public static Fault? Check(ReadOnlySpan<byte> utf8Json, int maxDepth = MaxDepth) =>
        OrdinaryJson.Recognises(utf8Json, maxDepth) ? null : Judge(utf8Json, maxDepth);

    /// <summary>Judges a document that must be an object; null when it may pass.</summary>
    /// <param name="utf8Json">The document.</param>
    /// <param name="field">Where it stands, for the fault.</param>
    public static Fault? CheckObject(ReadOnlySpan<byte> utf8Json, string field) => Check(utf8Json) is { } broken
        ? broken with { Field = JsonPaths.Join(field, broken.Field) }
        : IsObject(utf8Json)
            ? null
            : new Fault(field, ErrorCodes.TypeMismatch, $"'{field}' is a JSON object.");

    /// <summary>Whether a document is surely an object that may pass. When it is not said to be one, <see cref="CheckObject"/> tells.</summary>
    internal static bool IsOrdinaryObject(ReadOnlySpan<byte> utf8Json) => OrdinaryJson.Recognises(utf8Json, MaxDepth) && IsObject(utf8Json);

    private static bool IsObject(ReadOnlySpan<byte> utf8Json) => utf8Json.TrimStart(" \t\r\n"u8)[0] == (byte)'{';

    private static Fault? Judge(ReadOnlySpan<byte> utf8Json, int maxDepth)
    {
        if (!Utf8.IsValid(utf8Json))
        {
            return new Fault(string.Empty, ErrorCodes.JsonMalformed, "The JSON is not valid UTF-8.");
        }

        // The reader's own depth limit lies beyond ours, so that too deep and malformed stay two different answers.
        var reader = new Utf8JsonReader(utf8Json, new JsonReaderOptions { MaxDepth = ReaderDepth });
        var names = new NameStack();
        Fault? invalidString = null;
        long at = 0;
        try
        {
            while (reader.Read())
            {
                at = reader.TokenStartIndex;
                var knew = invalidString is not null;
                var fault = reader.TokenType switch
                {
                    JsonTokenType.StartObject or JsonTokenType.StartArray when reader.CurrentDepth >= maxDepth =>
                        new Fault(string.Empty, ErrorCodes.JsonTooDeep, $"The JSON is nested deeper than {maxDepth} levels."),
                    JsonTokenType.StartObject => names.Push(),
                    JsonTokenType.EndObject => names.Pop(),
                    JsonTokenType.PropertyName when !Remember(CheckText(ref reader), ref invalidString) => names.Add(ref reader),
                    _ => (Fault?)null,
                };
                if (reader.TokenType == JsonTokenType.String)
                {
                    Remember(CheckText(ref reader), ref invalidString);
                }

                if (!knew && invalidString is { } invalid)
                {
                    invalidString = invalid with { Field = JsonPaths.Of(utf8Json, at) };
                }

                if (fault is { } found)
                {
                    return found with { Field = JsonPaths.Of(utf8Json, at) };
                }
            }
        }
        catch (JsonException e)
        {
            return new Fault(
                string.Empty,
                ErrorCodes.JsonMalformed,
                $"The JSON is malformed at line {e.LineNumber + 1}, byte {e.BytePositionInLine + 1}.");
        }

        return invalidString;
    }

    /// <summary>An invalid string is told last: a fault of the whole document weighs more, and a field may have a code of its own.</summary>
    private static bool Remember(Fault? fault, ref Fault? remembered)
    {
        remembered ??= fault;
        return fault is not null;
    }

    private static Fault? CheckText(ref Utf8JsonReader reader)
    {
        if (!reader.ValueIsEscaped)
        {
            return null;
        }

        var rented = ArrayPool<char>.Shared.Rent(reader.ValueSpan.Length);
        try
        {
            var length = reader.CopyString(rented);
            return rented.AsSpan(0, length).Contains('\0')
                ? new Fault(string.Empty, ErrorCodes.JsonInvalidString, "A string holds U+0000, which no store can keep.")
                : null;
        }
        catch (InvalidOperationException)
        {
            return new Fault(string.Empty, ErrorCodes.JsonInvalidString, "A string holds half of a surrogate pair.");
        }
        finally
        {
            ArrayPool<char>.Shared.Return(rented);
        }
    }

    /// <summary>The property names of every object that is open, innermost last; sets are reused between siblings.</summary>
    private sealed class NameStack
    {
        // Clearing costs as much as the set is large: after a wide object, many small siblings must not pay for it again and again.
        private const int LargestReused = 256;

        private readonly List<HashSet<string>> _sets = [];
        private int _open;

        public Fault? Push()
        {
            if (_open == _sets.Count)
            {
                _sets.Add(new HashSet<string>(StringComparer.Ordinal));
            }
            else if (_sets[_open].Capacity > LargestReused)
            {
                _sets[_open] = new HashSet<string>(StringComparer.Ordinal);
            }

            _sets[_open++].Clear();
            return null;
        }

        public Fault? Pop()
        {
            _open--;
            return null;
        }

        public Fault? Add(ref Utf8JsonReader reader)
        {
            var name = reader.GetString()!;
            return _sets[_open - 1].Add(name)
                ? null
                : new Fault(string.Empty, ErrorCodes.JsonDuplicateProperty, $"The property '{FaultText.Show(name)}' stands twice in one object.");
        }
    }
}
