namespace InsideLabs.EventBus.Adapters.Http;

/// <summary>Makes hostile text fit to stand in a message: short, and without control characters.</summary>
internal static class ErrorText
{
    private const int Longest = 60;

    public static string Short(string text)
    {
        var shown = text.Length <= Longest ? text : string.Concat(text.AsSpan(0, Longest), "…");
        return shown.Any(char.IsControl) ? string.Concat(shown.Select(c => char.IsControl(c) ? '\uFFFD' : c)) : shown;
    }
}
