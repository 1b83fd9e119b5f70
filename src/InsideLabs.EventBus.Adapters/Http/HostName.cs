using System.Globalization;
using System.Net;
using System.Text;

namespace InsideLabs.EventBus.Adapters.Http;

/// <summary>What a URL's host is when a connection is made: an address, or a name in its ASCII form.</summary>
/// <param name="Name">The name in ASCII, without the dot that may end it.</param>
/// <param name="Address">The address, when the host is one or stands for one.</param>
internal readonly record struct HostName(string Name, IPAddress? Address)
{
    private const string Localhost = "localhost";

    /// <summary>
    /// Characters beyond ASCII that every process maps to their ASCII form alike: lower-case letters that stand for nothing but
    /// themselves. The rest (circled and full-width letters and digits, ligatures, combining marks) would need the tables that
    /// a process with invariant globalization does not have, and there <see cref="Uri.IdnHost"/> lets them pass as they are.
    /// </summary>
    private static readonly (char First, char Last)[] MappedAlike =
    [
        ('\u00DF', '\u00FF'), // Latin
        ('\u0101', '\u0131'),
        ('\u0135', '\u013E'),
        ('\u0142', '\u0148'),
        ('\u014B', '\u017E'),
        ('\u03AC', '\u03CE'), // Greek
        ('\u0430', '\u04FF'), // Cyrillic
        ('\u05D0', '\u05EA'), // Hebrew
        ('\u0620', '\u064A'), // Arabic
        ('\u3041', '\u3096'), // Hiragana
        ('\u30A1', '\u30FA'), // Katakana
        ('\u4E00', '\u9FFF'), // Han
        ('\uAC00', '\uD7A3'), // Hangul
    ];

    /// <summary>Reads a host in the form in which it is dialled.</summary>
    /// <param name="ascii">An address without brackets, or a name in ASCII.</param>
    public static HostName Of(string ascii)
    {
        var name = ascii.EndsWith('.') ? ascii[..^1] : ascii;
        var isLoopback = name.Equals(Localhost, StringComparison.OrdinalIgnoreCase)
            || name.EndsWith("." + Localhost, StringComparison.OrdinalIgnoreCase);
        return new HostName(name, isLoopback ? IPAddress.Loopback : IPAddress.TryParse(name, out var address) ? address : null);
    }

    /// <summary>Reads the host of a URL; null when it has characters that cannot be mapped to ASCII.</summary>
    /// <param name="url">The URL.</param>
    public static HostName? Of(Uri url)
    {
        if (url.HostNameType == UriHostNameType.IPv6)
        {
            return Of(url.Host.Trim('[', ']'));
        }

        if (!url.Host.All(CanBeMapped))
        {
            return null;
        }

        var ascii = url.IdnHost;
        return Ascii.IsValid(ascii) ? Of(ascii) : null;
    }

    private static bool CanBeMapped(char c) => char.IsAscii(c)
        || c is '\u3002' or '\uFF0E' or '\uFF61' // dots, which Uri itself maps
        || c is '\u3005' or '\u30FC' // the repetition and length marks of Japanese
        || (char.GetUnicodeCategory(c) is UnicodeCategory.LowercaseLetter or UnicodeCategory.OtherLetter
            && Array.Exists(MappedAlike, range => c >= range.First && c <= range.Last));
}
