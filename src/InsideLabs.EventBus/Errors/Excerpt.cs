namespace InsideLabs.EventBus.Errors;

/// <summary>Makes a hostile value fit to stand in a message: short, and without control characters.</summary>
internal static class Excerpt
{
    private const int Longest = 100;

    public static string Of(string value)
    {
        var shown = value.Length <= Longest ? value : string.Concat(value.AsSpan(0, WholeCharacters(value)), "…");
        return shown.Any(char.IsControl)
            ? string.Create(shown.Length, shown, static (span, text) =>
            {
                for (var i = 0; i < span.Length; i++)
                {
                    span[i] = char.IsControl(text[i]) ? '\uFFFD' : text[i];
                }
            })
            : shown;
    }

    /// <summary>Where to cut, so that no pair of surrogates is torn apart.</summary>
    private static int WholeCharacters(string value) =>
        char.IsHighSurrogate(value[Longest - 1]) && char.IsLowSurrogate(value[Longest]) ? Longest - 1 : Longest;
}
