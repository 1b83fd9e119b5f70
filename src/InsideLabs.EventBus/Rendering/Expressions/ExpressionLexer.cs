using System.Globalization;
using System.Text;
using InsideLabs.EventBus.Errors;

namespace InsideLabs.EventBus.Rendering.Expressions;

/// <summary>Reads words, texts and numbers of a text with templates. The first fault stays; after it nothing is read.</summary>
/// <param name="text">The text.</param>
internal sealed class ExpressionLexer(string text)
{
    private const int HexDigits = 4;

    public string Text => text;

    public int At { get; set; }

    public ExpressionFault? Fault { get; private set; }

    public bool IsAtEnd => At >= text.Length;

    /// <summary>Whether a name can stand after a dot.</summary>
    public static bool IsWord(string name) => name.Length > 0 && WordLength(name, 0) == name.Length;

    public bool StartsWith(string expected) => text.AsSpan(Math.Min(At, text.Length)).StartsWith(expected, StringComparison.Ordinal);

    /// <summary>Takes what is expected, if it is next.</summary>
    public bool Take(string expected)
    {
        if (!StartsWith(expected))
        {
            return false;
        }

        At += expected.Length;
        return true;
    }

    public void SkipWhiteSpace()
    {
        while (At < text.Length && char.IsWhiteSpace(text[At]))
        {
            At++;
        }
    }

    /// <summary>Takes a name: letters, digits, <c>_ - $ @</c>; null when none is next.</summary>
    public string? TakeWord()
    {
        var length = WordLength(text, At);
        if (length == 0)
        {
            return null;
        }

        At += length;
        return text.Substring(At - length, length);
    }

    /// <summary>Whether a number is next; a word may begin with the same minus sign.</summary>
    public bool IsNumber() => At < text.Length
        && (char.IsAsciiDigit(text[At]) || (text[At] == '-' && At + 1 < text.Length && char.IsAsciiDigit(text[At + 1])));

    public bool IsDigit() => At < text.Length && char.IsAsciiDigit(text[At]);

    /// <summary>Takes a number as JSON writes it; null after a fault.</summary>
    public string? TakeNumber()
    {
        var start = At;
        Take("-");
        if (!Take("0"))
        {
            TakeDigits();
        }

        var isWhole = (!Take(".") || TakeDigits()) && (!TakeExponent() || TakeDigits());
        return isWhole && !(At < text.Length && WordLength(text, At) > 0)
            ? text[start..At]
            : (string?)Fail(start, "This is no number as JSON writes it");
    }

    /// <summary>Takes a text in double or single quotes with the escapes of JSON; null after a fault.</summary>
    public string? TakeQuoted()
    {
        var (start, quote) = (At++, text[At - 1]);
        var taken = new StringBuilder();
        while (At < text.Length && text[At] != quote)
        {
            if (text[At] != '\\')
            {
                taken.Append(text[At++]);
            }
            else if (!TakeEscape(taken))
            {
                return (string?)Fail(At, "This is no escape of JSON");
            }
        }

        if (!Take(quote.ToString()))
        {
            return (string?)Fail(start, $"The text that begins with {quote} does not end");
        }

        var whole = taken.ToString();
        return IsStorable(whole) ? whole : (string?)Fail(start, "The text holds half a character or U+0000");
    }

    /// <summary>Remembers the fault; null, for the caller to return.</summary>
    public object? Fail(int position, string message, string code = ErrorCodes.TemplateSyntax, string hint = "")
    {
        Fault ??= new ExpressionFault(code, position, message, hint);
        At = text.Length;
        return null;
    }

    private static int WordLength(string text, int start)
    {
        var at = start;
        while (at < text.Length
            && Rune.TryGetRuneAt(text, at, out var rune)
            && (Rune.IsLetterOrDigit(rune) || rune.Value is '_' or '-' or '$' or '@'))
        {
            at += rune.Utf16SequenceLength;
        }

        return at - start;
    }

    private static bool IsStorable(string taken)
    {
        for (var i = 0; i < taken.Length; i++)
        {
            var isPair = i + 1 < taken.Length && char.IsSurrogatePair(taken[i], taken[i + 1]);
            if (taken[i] == '\0' || (char.IsSurrogate(taken[i]) && !isPair))
            {
                return false;
            }

            i += isPair ? 1 : 0;
        }

        return true;
    }

    private bool TakeDigits()
    {
        var start = At;
        while (IsDigit())
        {
            At++;
        }

        return At > start;
    }

    private bool TakeExponent()
    {
        if (!Take("e") && !Take("E"))
        {
            return false;
        }

        _ = Take("+") || Take("-");
        return true;
    }

    private bool TakeEscape(StringBuilder taken)
    {
        var escaped = At + 1 < text.Length ? text[At + 1] : '\0';
        if (escaped == 'u')
        {
            if (At + 2 + HexDigits > text.Length
                || !ushort.TryParse(text.AsSpan(At + 2, HexDigits), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var unit))
            {
                return false;
            }

            taken.Append((char)unit);
            At += 2 + HexDigits;
            return true;
        }

        char? character = escaped switch
        {
            '"' or '\'' or '\\' or '/' => escaped,
            'b' => '\b',
            'f' => '\f',
            'n' => '\n',
            'r' => '\r',
            't' => '\t',
            _ => null,
        };
        if (character is not { } known)
        {
            return false;
        }

        taken.Append(known);
        At += 2;
        return true;
    }
}
