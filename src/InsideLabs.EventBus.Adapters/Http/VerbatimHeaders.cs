using System.Buffers;
using System.Net.Http.Headers;

namespace InsideLabs.EventBus.Adapters.Http;

/// <summary>
/// The one place that sends a header's value as it was given. The platform's own rules know a syntax for some headers, to which receivers
/// often do not keep: they would refuse <c>Authorization: key=A</c> and rewrite others. Without them a CR LF in a value becomes
/// a header of its own, so what could end a value is refused here whoever has judged it before.
/// </summary>
internal static class VerbatimHeaders
{
    /// <summary>The characters that a value may have: printable ASCII, and tab.</summary>
    public static readonly SearchValues<char> Characters =
        SearchValues.Create(['\t', .. Enumerable.Range(' ', '~' - ' ' + 1).Select(c => (char)c)]);

    /// <summary>Adds a header.</summary>
    /// <param name="headers">Where to add it.</param>
    /// <param name="name">Its name, judged already.</param>
    /// <param name="value">Its value.</param>
    /// <exception cref="ArgumentException">The value holds another character; the message does not show it.</exception>
    public static void Add(HttpRequestHeaders headers, string name, string value)
    {
        if (value.AsSpan().ContainsAnyExcept(Characters))
        {
            throw new ArgumentException($"The value of the header '{name}' holds a character that no header can carry.", nameof(value));
        }

        headers.TryAddWithoutValidation(name, value);
    }
}
