using System.Buffers.Binary;
using System.Text.Json;
using System.Text.Unicode;

namespace InsideLabs.EventBus.Events;

/// <summary>
/// Recognises documents that <see cref="StrictJson"/> lets pass, as almost all are, without making a text of any name. What it does not recognise
/// may pass all the same: then names, escapes or depth are unusual and the whole judgement is asked for.
/// </summary>
internal static class OrdinaryJson
{
    /// <summary>How many names the objects that are open may have together.</summary>
    private const int MaxNames = 64;

    private const ulong HashFactor = 0x9E37_79B9_7F4A_7C15;

    /// <summary>Whether a document surely passes.</summary>
    /// <param name="utf8Json">The document.</param>
    /// <param name="maxDepth">The deepest nesting allowed.</param>
    public static bool Recognises(ReadOnlySpan<byte> utf8Json, int maxDepth)
    {
        if (maxDepth is < 1 or > StrictJson.MaxDepth + 2 || !Utf8.IsValid(utf8Json))
        {
            return false;
        }

        Span<ulong> names = stackalloc ulong[MaxNames];
        Span<byte> firsts = stackalloc byte[StrictJson.MaxDepth + 2];
        var count = 0;
        var reader = new Utf8JsonReader(utf8Json, new JsonReaderOptions { MaxDepth = maxDepth });
        try
        {
            while (reader.Read())
            {
                switch (reader.TokenType)
                {
                    case JsonTokenType.StartObject:
                        firsts[reader.CurrentDepth] = (byte)count;
                        break;
                    case JsonTokenType.EndObject:
                        count = firsts[reader.CurrentDepth];
                        break;
                    case JsonTokenType.PropertyName:
                        var hash = HashOf(reader.ValueSpan);
                        var siblings = names[firsts[reader.CurrentDepth - 1]..count];
                        if (reader.ValueIsEscaped || count == MaxNames || siblings.Contains(hash))
                        {
                            // The same name, or another one with the same hash.
                            return false;
                        }

                        names[count++] = hash;
                        break;
                    case JsonTokenType.String when reader.ValueIsEscaped && reader.ValueSpan.IndexOf("\\u"u8) >= 0:
                        return false;
                }
            }
        }
        catch (JsonException)
        {
            return false;
        }

        return true;
    }

    /// <summary>A number that two names rarely share; different numbers are different names.</summary>
    private static ulong HashOf(ReadOnlySpan<byte> name)
    {
        var hash = (ulong)name.Length;
        while (name.Length >= sizeof(ulong))
        {
            hash = Mix(hash, BinaryPrimitives.ReadUInt64LittleEndian(name));
            name = name[sizeof(ulong)..];
        }

        if (name.Length >= sizeof(uint))
        {
            hash = Mix(hash, BinaryPrimitives.ReadUInt32LittleEndian(name));
            name = name[sizeof(uint)..];
        }

        foreach (var b in name)
        {
            hash = Mix(hash, b);
        }

        return hash;
    }

    private static ulong Mix(ulong hash, ulong bits) => (ulong.RotateLeft(hash, 29) ^ bits) * HashFactor;
}
