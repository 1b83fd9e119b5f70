namespace InsideLabs.EventBus.Errors;

/// <summary>Makes a hostile value fit to stand in a message: short, and without control characters.</summary>
internal static class Excerpt
{
    private const int Longest = 100;

    public static string Of(string value)
    {
        var shown = value.Length <= Longest ? value : string.Concat(value.AsSpan(0, Longest), "…");
        return shown.AsSpan().ContainsAnyInRange('\u0000', '\u001f')
            ? string.Create(shown.Length, shown, static (span, text) =>
            {
                for (var i = 0; i < span.Length; i++)
                {
                    span[i] = char.IsControl(text[i]) ? '\uFFFD' : text[i];
                }
            })
            : shown;
    }
}
