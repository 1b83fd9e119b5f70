using System.Buffers;
using System.Text;
using InsideLabs.EventBus.Adapters;

namespace InsideLabs.EventBus.Rendering;

/// <summary>Writes values as text into a JSON string, encoded for the field that the string is for.</summary>
internal static class TextEncoding
{
    private static readonly SearchValues<byte> Unreserved =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.~"u8);

    private static readonly SearchValues<byte> MeansInJson = SearchValues.Create(
        [.. Enumerable.Range(0, 0x20).Select(i => (byte)i), (byte)'"', (byte)'\\']);

    private static readonly SearchValues<byte> MeansInHtml = SearchValues.Create("&<>\"'"u8);

    private static readonly SearchValues<byte> MeansInMarkup = SearchValues.Create("&<>"u8);

    /// <summary>Writes a value.</summary>
    public static void Write(OutputBuffer output, in TemplateValue value, FieldEncoding encoding)
    {
        if (value.IsNothing)
        {
            return;
        }

        if (value.Made is { } made)
        {
            Write(output, made, encoding);
            return;
        }

        var json = value.Json.Span;
        if (value.Kind != TemplateValueKind.Text)
        {
            WriteUtf8(output, json, encoding);
        }
        else if (encoding == FieldEncoding.Json)
        {
            output.Write(json[1..^1]);
        }
        else
        {
            var rented = ArrayPool<byte>.Shared.Rent(json.Length);
            WriteUtf8(output, rented.AsSpan(0, JsonText.Decode(json[1..^1], rented)), encoding);
            ArrayPool<byte>.Shared.Return(rented);
        }
    }

    /// <summary>Writes a text.</summary>
    public static void Write(OutputBuffer output, string text, FieldEncoding encoding)
    {
        var rented = ArrayPool<byte>.Shared.Rent(Encoding.UTF8.GetMaxByteCount(text.Length));
        var length = Encoding.UTF8.GetBytes(text, rented);
        WriteUtf8(output, rented.AsSpan(0, length), encoding);
        rented.AsSpan(0, length).Clear();
        ArrayPool<byte>.Shared.Return(rented);
    }

    private static void WriteUtf8(OutputBuffer output, ReadOnlySpan<byte> utf8, FieldEncoding encoding)
    {
        switch (encoding)
        {
            case FieldEncoding.Url:
                WriteUrl(output, utf8);
                break;
            case FieldEncoding.Html:
                WriteEntities(output, utf8, MeansInHtml);
                break;
            case FieldEncoding.Markup:
                WriteEntities(output, utf8, MeansInMarkup);
                break;
            default:
                WriteJson(output, utf8);
                break;
        }
    }

    private static void WriteUrl(OutputBuffer output, ReadOnlySpan<byte> utf8)
    {
        while (utf8.Length > 0 && !output.IsOverfull)
        {
            var plain = PlainLength(utf8.IndexOfAnyExcept(Unreserved), utf8);
            output.Write(utf8[..plain]);
            if (plain == utf8.Length)
            {
                return;
            }

            output.Write((byte)'%');
            output.Write(Hex(utf8[plain] >> 4));
            output.Write(Hex(utf8[plain] & 0xF));
            utf8 = utf8[(plain + 1)..];
        }
    }

    private static void WriteEntities(OutputBuffer output, ReadOnlySpan<byte> utf8, SearchValues<byte> meaning)
    {
        while (utf8.Length > 0 && !output.IsOverfull)
        {
            var plain = PlainLength(utf8.IndexOfAny(meaning), utf8);
            WriteJson(output, utf8[..plain]);
            if (plain == utf8.Length)
            {
                return;
            }

            output.Write(utf8[plain] switch
            {
                (byte)'&' => "&amp;"u8,
                (byte)'<' => "&lt;"u8,
                (byte)'>' => "&gt;"u8,
                (byte)'"' => "&quot;"u8,
                _ => "&#39;"u8,
            });
            utf8 = utf8[(plain + 1)..];
        }
    }

    private static void WriteJson(OutputBuffer output, ReadOnlySpan<byte> utf8)
    {
        while (utf8.Length > 0 && !output.IsOverfull)
        {
            var plain = PlainLength(utf8.IndexOfAny(MeansInJson), utf8);
            output.Write(utf8[..plain]);
            if (plain == utf8.Length)
            {
                return;
            }

            WriteEscape(output, utf8[plain]);
            utf8 = utf8[(plain + 1)..];
        }
    }

    private static void WriteEscape(OutputBuffer output, byte character)
    {
        switch (character)
        {
            case (byte)'"':
                output.Write("\\\""u8);
                break;
            case (byte)'\\':
                output.Write("\\\\"u8);
                break;
            case (byte)'\n':
                output.Write("\\n"u8);
                break;
            case (byte)'\r':
                output.Write("\\r"u8);
                break;
            case (byte)'\t':
                output.Write("\\t"u8);
                break;
            default:
                output.Write("\\u00"u8);
                output.Write(Hex(character >> 4));
                output.Write(Hex(character & 0xF));
                break;
        }
    }

    private static int PlainLength(int found, ReadOnlySpan<byte> utf8) => found < 0 ? utf8.Length : found;

    private static byte Hex(int digit) => "0123456789ABCDEF"u8[digit];
}
