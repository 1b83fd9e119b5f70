namespace InsideLabs.EventBus.Events;

/// <summary>Rules for texts that came in through code, where no JSON reader has looked at them.</summary>
internal static class TextRules
{
    /// <summary>Whether every store can keep a text: no half of a surrogate pair, no U+0000.</summary>
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
