namespace InsideLabs.EventBus.Events;

/// <summary>Rules for texts that come from outside.</summary>
internal static class TextRules
{
    private const int UuidLength = 36;

    /// <summary>Reads a UUID as it is written, without the white space that the platform would step over.</summary>
    public static bool TryReadUuid(string text, out Guid id)
    {
        id = default;
        return text.Length == UuidLength && Guid.TryParseExact(text, "D", out id);
    }

    /// <summary>Whether a name has no control characters and every store can keep it.</summary>
    public static bool IsName(string text)
    {
        if (text.AsSpan().IndexOfAnyExceptInRange(' ', '~') < 0)
        {
            return true;
        }

        foreach (var c in text)
        {
            if (char.IsControl(c))
            {
                return false;
            }
        }

        return IsWellFormed(text);
    }

    /// <summary>Whether every store can keep a text that no JSON reader has looked at: no half of a surrogate pair, no U+0000.</summary>
    public static bool IsWellFormed(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '\0' || (char.IsSurrogate(text[i]) && !(i + 1 < text.Length && char.IsSurrogatePair(text[i], text[++i]))))
            {
                return false;
            }
        }

        return true;
    }
}
