namespace InsideLabs.EventBus.Errors;

/// <summary>Pieces of messages: a value shown safely, and the name that was probably meant.</summary>
public static class FaultText
{
    private const int Longest = 100;

    /// <summary>A value from outside, fit to stand in a message: at most 100 characters, and no control characters.</summary>
    /// <param name="value">The value.</param>
    public static string Show(string value)
    {
        ArgumentNullException.ThrowIfNull(value);
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

    /// <summary>A sentence to append to a message, such as <c> Did you mean 'labels'?</c>; empty when no known name is near.</summary>
    /// <param name="name">The unknown name.</param>
    /// <param name="known">The known names.</param>
    public static string DidYouMean(string name, params IEnumerable<string> known)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(known);
        return NearestName.Find(name, known) is { } nearest ? $" Did you mean '{nearest}'?" : string.Empty;
    }

    /// <summary>Where to cut, so that no pair of surrogates is torn apart.</summary>
    private static int WholeCharacters(string value) =>
        char.IsHighSurrogate(value[Longest - 1]) && char.IsLowSurrogate(value[Longest]) ? Longest - 1 : Longest;
}
