using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace InsideLabs.EventBus.Rendering;

/// <summary>Texts in JSON, between the quotes.</summary>
internal static class JsonText
{
    private const byte Escape = (byte)'\\';
    private const int HexDigits = 4;
    private const int EscapedLength = 2 + HexDigits;

    /// <summary>The text as a JSON string with its quotes.</summary>
    public static string Quote(string text) => $"\"{JsonEncodedText.Encode(text, JavaScriptEncoder.UnsafeRelaxedJsonEscaping)}\"";

    /// <summary>The text that the inside of a JSON string means.</summary>
    public static string Decode(ReadOnlySpan<byte> inside)
    {
        if (!inside.Contains(Escape))
        {
            return Encoding.UTF8.GetString(inside);
        }

        var rented = ArrayPool<byte>.Shared.Rent(inside.Length);
        var text = Encoding.UTF8.GetString(rented.AsSpan(0, Decode(inside, rented)));
        ArrayPool<byte>.Shared.Return(rented, clearArray: true);
        return text;
    }

    /// <summary>Decodes the inside of a JSON string, which never gets longer; half of a pair of surrogates becomes U+FFFD.</summary>
    /// <param name="inside">What stands between the quotes.</param>
    /// <param name="decoded">As long as the inside, or longer.</param>
    /// <returns>How many bytes were written.</returns>
    public static int Decode(ReadOnlySpan<byte> inside, Span<byte> decoded)
    {
        var written = 0;
        while (inside.Length > 0)
        {
            var plain = inside.IndexOf(Escape);
            plain = plain < 0 ? inside.Length : plain;
            inside[..plain].CopyTo(decoded[written..]);
            written += plain;
            inside = inside[plain..];
            if (inside.Length > 0)
            {
                written += DecodeEscape(inside, decoded[written..], out var length);
                inside = inside[length..];
            }
        }

        return written;
    }

    /// <summary>Whether the inside of a JSON string, as it stands in valid JSON, means a text with CR, LF or NUL.</summary>
    public static bool HasLineBreak(ReadOnlySpan<byte> inside)
    {
        for (var at = inside.IndexOf(Escape); at >= 0 && at + 1 < inside.Length; at = inside.IndexOf(Escape))
        {
            inside = inside[(at + 1)..];
            if (inside[0] is (byte)'r' or (byte)'n' || (inside[0] == 'u' && UnitAt(inside[1..]) is 0 or '\r' or '\n'))
            {
                return true;
            }

            inside = inside[1..];
        }

        return false;
    }

    private static int DecodeEscape(ReadOnlySpan<byte> inside, Span<byte> decoded, out int length)
    {
        length = Math.Min(2, inside.Length);
        if (length == 2 && inside[1] == 'u')
        {
            var rune = RuneAt(inside, out length);
            return rune.EncodeToUtf8(decoded);
        }

        decoded[0] = length < 2 ? Escape : inside[1] switch
        {
            (byte)'b' => (byte)'\b',
            (byte)'f' => (byte)'\f',
            (byte)'n' => (byte)'\n',
            (byte)'r' => (byte)'\r',
            (byte)'t' => (byte)'\t',
            var itself => itself,
        };
        return 1;
    }

    private static Rune RuneAt(ReadOnlySpan<byte> inside, out int length)
    {
        length = Math.Min(EscapedLength, inside.Length);
        var unit = UnitAt(inside[2..]);
        if (unit is { } single && Rune.TryCreate((char)single, out var rune))
        {
            return rune;
        }

        var next = inside[length..];
        if (unit is { } high && next.StartsWith("\\u"u8) && UnitAt(next[2..]) is { } low && Rune.TryCreate((char)high, (char)low, out rune))
        {
            length += EscapedLength;
            return rune;
        }

        return Rune.ReplacementChar;
    }

    private static int? UnitAt(ReadOnlySpan<byte> digits) =>
        digits.Length >= HexDigits
        && ushort.TryParse(digits[..HexDigits], System.Globalization.NumberStyles.AllowHexSpecifier, null, out var unit)
            ? unit
            : null;
}
