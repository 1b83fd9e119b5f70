using System.Text.Json;
using InsideLabs.EventBus.Rendering.Functions;

namespace InsideLabs.EventBus.Rendering.Expressions;

/// <summary>What stands between the braces, parsed.</summary>
internal abstract class Expression
{
    /// <summary>The paths in it, those in arguments too.</summary>
    public abstract IEnumerable<PathExpression> Paths { get; }
}

/// <summary>A literal among the arguments of a call.</summary>
/// <param name="value">The value.</param>
internal sealed class LiteralExpression(TemplateValue value) : Expression
{
    public TemplateValue Value { get; } = value;

    public override IEnumerable<PathExpression> Paths => [];
}

/// <summary>A path to a value.</summary>
/// <param name="root">Where it begins.</param>
/// <param name="steps">The steps from there; for a setting its key is the first, for an adapter its name and then the key.</param>
/// <param name="text">How messages call it.</param>
internal sealed class PathExpression(PathRoot root, PathStep[] steps, string text) : Expression
{
    public PathRoot Root { get; } = root;

    public PathStep[] Steps { get; } = steps;

    public string Text { get; } = text;

    /// <summary>Where in a document's slots the value will lie; only for what comes out of the occurrence.</summary>
    public int Slot { get; set; } = -1;

    public bool IsOfOccurrence => Root is PathRoot.Field or PathRoot.Envelope or PathRoot.Data;

    public bool IsOfHost => Root is PathRoot.Global or PathRoot.Adapter or PathRoot.Secret;

    public override IEnumerable<PathExpression> Paths => [this];

    /// <summary>How a path is written, equal for equal paths.</summary>
    public static string Write(string root, IEnumerable<PathStep> steps) => string.Concat([root, .. steps.Select(Write)]);

    private static string Write(PathStep step) => step.Name is null ? $"[{step.Index}]"
        : ExpressionLexer.IsWord(step.Name) ? $".{step.Name}"
        : $"[\"{JsonEncodedText.Encode(step.Name)}\"]";
}

/// <summary>A call of a function.</summary>
/// <param name="function">The function.</param>
/// <param name="arguments">Its arguments.</param>
internal sealed class CallExpression(FunctionDefinition function, Expression[] arguments) : Expression
{
    public FunctionDefinition Function { get; } = function;

    public Expression[] Arguments { get; } = arguments;

    public override IEnumerable<PathExpression> Paths => Arguments.SelectMany(a => a.Paths);
}
