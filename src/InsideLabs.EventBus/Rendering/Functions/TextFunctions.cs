namespace InsideLabs.EventBus.Rendering.Functions;

/// <summary><c>function.string.*</c> of one text. Lengths are counted in UTF-16 units, comparisons are ordinal.</summary>
internal static class TextFunctions
{
    public static IEnumerable<FunctionDefinition> All { get; } =
    [
        new("string.upper", 1, 1, call => FunctionResult.Of(call.Text(0).ToUpperInvariant())),
        new("string.lower", 1, 1, call => FunctionResult.Of(call.Text(0).ToLowerInvariant())),
        new("string.trim", 1, 1, call => FunctionResult.Of(call.Text(0).Trim())),
        new("string.default", 2, 2, Default) { Nothing = NothingRule.Forgives },
        new("string.truncate", 2, 2, Truncate),
        new("string.replace", 3, 3, Replace),
    ];

    private static FunctionResult Default(FunctionCall call) => new(call[0].IsEmpty ? call[1] : call[0]);

    private static FunctionResult Truncate(FunctionCall call)
    {
        if (!call.TryWhole(1, 0, int.MaxValue, out var length))
        {
            return FunctionResult.No("the length is not a whole number of 0 or more");
        }

        var text = call.Text(0);
        if (length >= text.Length)
        {
            return FunctionResult.Of(text);
        }

        var tears = length > 0 && char.IsSurrogatePair(text[length - 1], text[length]);
        return FunctionResult.Of(text[..(tears ? length - 1 : length)]);
    }

    private static FunctionResult Replace(FunctionCall call)
    {
        var (text, old, replacement) = (call.Text(0), call.Text(1), call.Text(2));
        if (old.Length == 0)
        {
            return FunctionResult.No("the text to replace is empty");
        }

        // Counted first: the result of an innocent call can be thousands of times longer than the text.
        var length = text.Length + ((long)text.AsSpan().Count(old) * (replacement.Length - old.Length));
        return length > TemplateLimits.RenderedBytes
            ? FunctionResult.TooLarge
            : FunctionResult.Of(text.Replace(old, replacement, StringComparison.Ordinal));
    }
}
