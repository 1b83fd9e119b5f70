using System.Globalization;
using System.Text;
using InsideLabs.EventBus.Errors;
using InsideLabs.EventBus.Rendering.Functions;

namespace InsideLabs.EventBus.Rendering.Expressions;

/// <summary>Parses what stands between the braces: a path or a call.</summary>
/// <param name="lexer">Reads the text.</param>
/// <param name="functions">The functions that may be called.</param>
internal sealed class ExpressionParser(ExpressionLexer lexer, FunctionTable functions)
{
    /// <summary>Parses one expression and leaves the closing braces; null after a fault.</summary>
    public Expression? Parse()
    {
        lexer.SkipWhiteSpace();
        return lexer.StartsWith("}}")
            ? Fail(lexer.At, "The template is empty: a path such as payload.id or a call such as function.date.now() is expected")
            : ParseNamed(depth: 0);
    }

    private Expression? ParseNamed(int depth)
    {
        var start = lexer.At;
        if (lexer.IsDigit() || lexer.TakeWord() is not { } root)
        {
            return Fail(start, "A name is expected: a path such as payload.id or a call such as function.date.now()");
        }

        if (ParseSteps(start) is not { } steps)
        {
            return null;
        }

        return string.Equals(root, PathNames.Function, StringComparison.Ordinal)
            ? ParseCall(start, steps, depth)
            : PathNames.Resolve(root, steps, start, lexer);
    }

    private List<PathStep>? ParseSteps(int start)
    {
        var steps = new List<PathStep>();
        while (true)
        {
            var at = lexer.At;
            lexer.SkipWhiteSpace();
            if (!lexer.StartsWith(".") && !lexer.StartsWith("["))
            {
                lexer.At = at;
                return steps;
            }

            if (ParseStep() is not { } step)
            {
                return null;
            }

            steps.Add(step);
            if (steps.Count > TemplateLimits.PathSteps)
            {
                lexer.Fail(start, $"The path has more than {TemplateLimits.PathSteps} steps", ErrorCodes.TemplateLimitExceeded);
                return null;
            }
        }
    }

    private PathStep? ParseStep()
    {
        if (lexer.Take("."))
        {
            lexer.SkipWhiteSpace();
            return lexer.TakeWord() is { } word ? new PathStep(word) : FailStep("A name is expected after the dot");
        }

        lexer.Take("[");
        lexer.SkipWhiteSpace();
        PathStep? step;
        if (lexer.StartsWith("\"") || lexer.StartsWith("'"))
        {
            step = lexer.TakeQuoted() is { } name ? new PathStep(name) : null;
        }
        else
        {
            step = ParseIndex();
        }

        lexer.SkipWhiteSpace();
        return step is null || lexer.Take("]") ? step : FailStep("] is expected");
    }

    private PathStep? ParseIndex()
    {
        var start = lexer.At;
        while (lexer.IsDigit())
        {
            lexer.At++;
        }

        return int.TryParse(lexer.Text.AsSpan(start, lexer.At - start), NumberStyles.None, CultureInfo.InvariantCulture, out var index)
            ? new PathStep(index)
            : FailStep("An index such as [0] or a name such as [\"first name\"] is expected", start);
    }

    private CallExpression? ParseCall(int start, List<PathStep> steps, int depth)
    {
        var name = string.Join('.', steps.Select(s => s.Name ?? $"[{s.Index}]"));
        lexer.SkipWhiteSpace();
        if (steps.Count == 0 || !lexer.Take("("))
        {
            lexer.Fail(lexer.At, "A function is called with parentheses, such as function.date.now(): ( is expected");
            return null;
        }

        if (functions.Find(name) is not { } function)
        {
            lexer.Fail(
                start,
                $"There is no function '{FaultText.Show(name)}'",
                ErrorCodes.TemplateFunctionUnknown,
                FaultText.DidYouMean(name, functions.Names));
            return null;
        }

        if (depth >= TemplateLimits.Nesting)
        {
            lexer.Fail(start, $"Calls are nested deeper than {TemplateLimits.Nesting}", ErrorCodes.TemplateLimitExceeded);
            return null;
        }

        if (ParseArguments(depth) is not { } arguments)
        {
            return null;
        }

        if (arguments.Count < function.Least || arguments.Count > function.Most)
        {
            lexer.Fail(start, $"'function.{name}' takes {function.DescribeCount()}, not {arguments.Count}");
            return null;
        }

        return new CallExpression(function, [.. arguments]);
    }

    private List<Expression>? ParseArguments(int depth)
    {
        var arguments = new List<Expression>();
        lexer.SkipWhiteSpace();
        if (lexer.Take(")"))
        {
            return arguments;
        }

        while (true)
        {
            lexer.SkipWhiteSpace();
            if (ParseArgument(depth) is not { } argument)
            {
                return null;
            }

            arguments.Add(argument);
            lexer.SkipWhiteSpace();
            if (lexer.Take(")"))
            {
                return arguments;
            }

            if (!lexer.Take(","))
            {
                lexer.Fail(lexer.At, ", or ) is expected");
                return null;
            }
        }
    }

    private Expression? ParseArgument(int depth)
    {
        if (lexer.StartsWith("\"") || lexer.StartsWith("'"))
        {
            return lexer.TakeQuoted() is { } text ? new LiteralExpression(TemplateValue.Of(text)) : null;
        }

        if (lexer.IsNumber())
        {
            return lexer.TakeNumber() is { } number
                ? new LiteralExpression(TemplateValue.OfJson(Encoding.ASCII.GetBytes(number)))
                : null;
        }

        var start = lexer.At;
        switch (lexer.TakeWord())
        {
            case "true" when !IsPath():
                return new LiteralExpression(TemplateValue.OfJson("true"u8.ToArray()));
            case "false" when !IsPath():
                return new LiteralExpression(TemplateValue.OfJson("false"u8.ToArray()));
            case "null" when !IsPath():
                return new LiteralExpression(TemplateValue.Null);
            default:
                lexer.At = lexer.Fault is null ? start : lexer.At;
                return ParseNamed(depth + 1);
        }
    }

    private bool IsPath() => lexer.StartsWith(".") || lexer.StartsWith("[");

    private Expression? Fail(int position, string message) => (Expression?)lexer.Fail(position, message);

    private PathStep? FailStep(string message, int? position = null)
    {
        lexer.Fail(position ?? lexer.At, message);
        return null;
    }
}
