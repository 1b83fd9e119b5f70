namespace InsideLabs.EventBus.Errors;

/// <summary>Pieces of messages: a value shown safely, and the name that was probably meant.</summary>
public static class FaultText
{
    /// <summary>A value from outside, fit to stand in a message: at most 100 characters, and no control characters.</summary>
    /// <param name="value">The value.</param>
    public static string Show(string value)
    {
        ArgumentNullException.ThrowIfNull(value);
        return Excerpt.Of(value);
    }

    /// <summary>A sentence to append to a message, such as <c> Did you mean 'labels'?</c>; empty when no known name is near.</summary>
    /// <param name="name">The unknown name.</param>
    /// <param name="known">The known names.</param>
    public static string DidYouMean(string name, params IEnumerable<string> known)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(known);
        return NearestName.Hint(name, known);
    }
}
