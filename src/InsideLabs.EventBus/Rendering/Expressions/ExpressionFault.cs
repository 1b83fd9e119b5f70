namespace InsideLabs.EventBus.Rendering.Expressions;

/// <summary>The first thing that is wrong with a text.</summary>
/// <param name="Code">The code.</param>
/// <param name="Position">Where, counted in the characters of the text.</param>
/// <param name="Message">What and the way out, without the full stop: the position is added.</param>
/// <param name="Hint">Sentences that follow the position.</param>
internal readonly record struct ExpressionFault(string Code, int Position, string Message, string Hint)
{
    /// <summary>The whole message.</summary>
    /// <param name="text">The text that is wrong.</param>
    public string Describe(string text)
    {
        var before = text.AsSpan(0, Math.Min(Position, text.Length));
        var line = before.Count('\n') + 1;
        var column = before.Length - before.LastIndexOf('\n');
        return $"{Message} at line {line}, column {column}.{Hint}";
    }
}
