namespace InsideLabs.EventBus.Adapters;

/// <summary>Tells texts with templates from plain ones, for adapters that judge a config before it is rendered.</summary>
public static class TemplateText
{
    private const string Opening = "{{";

    /// <summary>Whether a text holds <c>{{ … }}</c> that is not written as <c>\{{</c>.</summary>
    /// <param name="text">The text.</param>
    public static bool HasExpressions(string text) => IndexOfExpression(text) >= 0;

    /// <summary>Where the first template of a text begins; -1 when there is none.</summary>
    /// <param name="text">The text.</param>
    public static int IndexOfExpression(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        for (var at = text.IndexOf(Opening, StringComparison.Ordinal); at >= 0; at = text.IndexOf(Opening, at + Opening.Length, StringComparison.Ordinal))
        {
            if (at == 0 || text[at - 1] != '\\')
            {
                return at;
            }
        }

        return -1;
    }
}
