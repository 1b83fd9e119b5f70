using System.Text;

namespace InsideLabs.EventBus.Adapters.Http;

/// <summary>
/// Turns the bytes of a body into the text that is searched for credentials. What cannot be read as its sender meant it is not shown at
/// all: a wrong reading would hide a credential from the search, and not from people.
/// </summary>
internal static class BodyText
{
    /// <summary>What is shown of a body that is no text.</summary>
    public const string Binary = "(a binary body, not shown)";

    /// <summary>Charsets in which a byte below 0x80 is the ASCII character, so that reading them as UTF-8 loses nothing but other letters.</summary>
    private static readonly HashSet<string> AsciiCompatible = new(StringComparer.OrdinalIgnoreCase)
    {
        "utf-8", "utf8", "us-ascii", "ascii", "gb2312", "gbk", "gb18030", "big5", "euc-jp", "euc-kr", "shift_jis", "tis-620",
    };

    private static readonly string[] AsciiCompatiblePrefixes = ["iso-8859-", "windows-", "koi8-"];

    /// <summary>Decodes a body. What is no character becomes U+FFFD, and one that was cut at the end is left out.</summary>
    /// <param name="bytes">The body, or its beginning.</param>
    /// <param name="charset">What its sender says it is; null for nothing.</param>
    public static string Decode(ReadOnlySpan<byte> bytes, string? charset)
    {
        var name = charset?.Trim('"') ?? "utf-8";
        if (name.StartsWith("utf-16", StringComparison.OrdinalIgnoreCase))
        {
            return DecodeWide(bytes, width: 2);
        }

        if (name.StartsWith("utf-32", StringComparison.OrdinalIgnoreCase))
        {
            return DecodeWide(bytes, width: 4);
        }

        var isKnown = AsciiCompatible.Contains(name)
            || Array.Exists(AsciiCompatiblePrefixes, p => name.StartsWith(p, StringComparison.OrdinalIgnoreCase));
        if (!isKnown || bytes.Contains((byte)0))
        {
            return Binary;
        }

        return Read(bytes, name.Equals("iso-8859-1", StringComparison.OrdinalIgnoreCase) ? Encoding.Latin1 : Encoding.UTF8);
    }

    /// <summary>
    /// Reads characters of two or four bytes. Which byte comes first is taken from the bytes, by their mark or else by their zeros, since names of charsets are often wrong
    /// about it: text has far more zeros in its high bytes than in its low ones, and without any zero it is nothing of the kind.
    /// </summary>
    private static string DecodeWide(ReadOnlySpan<byte> bytes, int width)
    {
        var isBigEndian = IsBigEndian(bytes, width);
        Encoding encoding = width == 2
            ? new UnicodeEncoding(isBigEndian, byteOrderMark: false)
            : new UTF32Encoding(isBigEndian, byteOrderMark: false);
        var text = Read(bytes, encoding);
        var isWrong = !bytes.Contains((byte)0) || text.Contains('\0') || (width == 4 && text.Contains('\uFFFD'));
        return isWrong ? Binary : text.TrimStart('\uFEFF');
    }

    private static bool IsBigEndian(ReadOnlySpan<byte> bytes, int width)
    {
        if (width == 2 && (bytes.StartsWith(new byte[] { 0xFE, 0xFF }) || bytes.StartsWith(new byte[] { 0xFF, 0xFE })))
        {
            return bytes[0] == 0xFE;
        }

        var (first, last) = (0, 0);
        for (var i = 0; i + width <= bytes.Length; i += width)
        {
            first += bytes[i] == 0 ? 1 : 0;
            last += bytes[i + width - 1] == 0 ? 1 : 0;
        }

        return first > last;
    }

    private static string Read(ReadOnlySpan<byte> bytes, Encoding encoding)
    {
        var characters = new char[encoding.GetMaxCharCount(bytes.Length)];
        var length = encoding.GetDecoder().GetChars(bytes, characters, flush: false);
        return new string(characters, 0, length);
    }
}
