using System.Text;

namespace InsideLabs.EventBus.Adapters.Configs;

/// <summary>Finds the templates in a text as written. It tells where they stand; what they mean is the template engine's.</summary>
internal static class WrittenExpressions
{
    private const string Closing = "}}";

    /// <summary>The templates of a text, in order. One that is never closed reaches to the end.</summary>
    /// <param name="text">The text.</param>
    public static IReadOnlyList<WrittenExpression> Find(string text)
    {
        var found = new List<WrittenExpression>();
        var from = 0;
        while (TemplateText.IndexOfExpression(text[from..]) is >= 0 and var at)
        {
            var start = from + at;
            var end = EndOf(text, start + 2);
            found.Add(new WrittenExpression(start, end, text[(start + 2)..Math.Max(start + 2, end - Closing.Length)].Trim()));
            from = end;
        }

        return found;
    }

    /// <summary>The text with something harmless in place of every template, to judge what is written out.</summary>
    /// <param name="text">The text.</param>
    /// <param name="standIn">What to put there.</param>
    public static string Replace(string text, string standIn)
    {
        var replaced = new StringBuilder(text.Length);
        var from = 0;
        foreach (var expression in Find(text))
        {
            replaced.Append(text, from, expression.Start - from).Append(standIn);
            from = expression.End;
        }

        return replaced.Append(text, from, text.Length - from).ToString();
    }

    /// <summary>The end of a template whose beginning was read: <c>}}</c> within quotes does not close it.</summary>
    private static int EndOf(string text, int from)
    {
        char? quote = null;
        for (var i = from; i < text.Length; i++)
        {
            if (quote is not null && text[i] == '\\')
            {
                i++;
            }
            else if (quote is null ? text[i] is '"' or '\'' : text[i] == quote)
            {
                quote = quote is null ? text[i] : null;
            }
            else if (quote is null && text.AsSpan(i).StartsWith(Closing))
            {
                return i + Closing.Length;
            }
        }

        return text.Length;
    }
}

/// <summary>One template in a text.</summary>
/// <param name="Start">Where it begins.</param>
/// <param name="End">Where the text goes on after it.</param>
/// <param name="Inner">What stands between its braces.</param>
internal readonly record struct WrittenExpression(int Start, int End, string Inner);
