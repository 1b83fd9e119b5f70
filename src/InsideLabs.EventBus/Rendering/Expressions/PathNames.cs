using System.Collections.Frozen;
using InsideLabs.EventBus.Errors;

namespace InsideLabs.EventBus.Rendering.Expressions;

/// <summary>The names that a path may begin with.</summary>
internal static class PathNames
{
    /// <summary>Begins a call.</summary>
    public const string Function = "function";

    private static readonly FrozenDictionary<string, PathRoot> Fields = new Dictionary<string, PathRoot>(StringComparer.Ordinal)
    {
        ["eventId"] = PathRoot.Field,
        ["eventType"] = PathRoot.Field,
        ["eventCategory"] = PathRoot.Field,
        ["sourceDomain"] = PathRoot.Field,
        ["timestamp"] = PathRoot.Field,
        ["interactionId"] = PathRoot.Field,
        ["resourceId"] = PathRoot.Field,
        ["resourceTypeId"] = PathRoot.Field,
        ["actionId"] = PathRoot.Field,
        ["originId"] = PathRoot.Field,
        ["userId"] = PathRoot.Field,
        ["uowId"] = PathRoot.Field,
        ["externalReference"] = PathRoot.Field,
        ["createdDate"] = PathRoot.Field,
        ["subscriptionId"] = PathRoot.Subscription,
        ["subscriberId"] = PathRoot.Subscriber,
    }.ToFrozenDictionary(StringComparer.Ordinal);

    private static readonly FrozenDictionary<string, PathRoot> Namespaces = new Dictionary<string, PathRoot>(StringComparer.Ordinal)
    {
        ["event"] = PathRoot.Envelope,
        ["payload"] = PathRoot.Data,
        ["interaction"] = PathRoot.Data,
        ["global"] = PathRoot.Global,
        ["adapter"] = PathRoot.Adapter,
        ["secrets"] = PathRoot.Secret,
    }.ToFrozenDictionary(StringComparer.Ordinal);

    private static readonly string[] Known = [.. Namespaces.Keys, Function, .. Fields.Keys];

    /// <summary>Makes the path of a root and steps; null after a fault.</summary>
    /// <param name="name">The first name.</param>
    /// <param name="steps">The steps after it.</param>
    /// <param name="position">Where the path begins.</param>
    /// <param name="lexer">Takes the fault.</param>
    public static PathExpression? Resolve(string name, List<PathStep> steps, int position, ExpressionLexer lexer)
    {
        var text = PathExpression.Write(name, steps);
        if (Fields.TryGetValue(name, out var field))
        {
            return steps.Count == 0
                ? new PathExpression(field, field == PathRoot.Field ? [new PathStep(name)] : [], text)
                : Fail(lexer, position, $"'{name}' is a plain value: nothing can follow it", ErrorCodes.TemplateSyntax);
        }

        if (!Namespaces.TryGetValue(name, out var root))
        {
            return Fail(
                lexer,
                position,
                $"'{FaultText.Show(name)}' is nothing that templates can reach",
                ErrorCodes.NamespaceForbidden,
                $"{FaultText.DidYouMean(name, Known)} There are event, payload, interaction, global, adapter, secrets and function, "
                + "and fields such as eventId.");
        }

        return WrongShape(root, steps) is { } wrong
            ? Fail(lexer, position, wrong, ErrorCodes.TemplateSyntax)
            : new PathExpression(root, [.. steps], text);
    }

    private static string? WrongShape(PathRoot root, List<PathStep> steps) => root switch
    {
        PathRoot.Global when steps is not [{ Name: not null }, ..] => "A global setting is named by its key, such as global.shopName",
        PathRoot.Adapter when steps is not [{ Name: not null }, { Name: not null }, ..] =>
            "An adapter's setting is named by the adapter and the key, such as adapter.email.from",
        PathRoot.Secret when steps is not [{ Name: not null }] => "A secret is named by exactly one name, such as secrets.apiKey",
        _ => null,
    };

    private static PathExpression? Fail(ExpressionLexer lexer, int position, string message, string code, string hint = "") =>
        (PathExpression?)lexer.Fail(position, message, code, hint);
}
