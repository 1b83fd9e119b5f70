using InsideLabs.EventBus.Adapters;
using InsideLabs.EventBus.Occurrences;
using InsideLabs.EventBus.Rendering.Expressions;

namespace InsideLabs.EventBus.Rendering;

/// <summary>A compiled document: what is copied, what is evaluated, and which values it wants of an occurrence.</summary>
internal sealed class PlaceholderDocument
{
    private readonly PathTree _ofEvent = new();
    private readonly PathTree _ofInteraction = new();
    private readonly Dictionary<string, int> _slots = new(StringComparer.Ordinal);

    /// <summary>Makes a document and gives its paths their slots.</summary>
    public PlaceholderDocument(TemplateSource source, DocumentPart[] parts, string[] credentials)
    {
        (Source, Parts, Credentials) = (source, parts, credentials);
        var expressions = parts.SelectMany(p => p.Text?.Pieces ?? []).Select(p => p.Expression).OfType<Expression>().ToArray();
        HasExpressions = expressions.Length > 0;
        foreach (var path in expressions.SelectMany(e => e.Paths).Where(p => p.IsOfOccurrence))
        {
            path.Slot = SlotOf(path);
        }
    }

    public TemplateSource Source { get; }

    public DocumentPart[] Parts { get; }

    /// <summary>The credentials that are written out in it.</summary>
    public string[] Credentials { get; }

    /// <summary>Whether anything is evaluated; a document may change without, by <c>\{{</c>.</summary>
    public bool HasExpressions { get; }

    public bool IsConstant => Parts.Length == 0;

    public int SlotCount => _slots.Count;

    /// <summary>The only expression when the document is nothing else; null otherwise.</summary>
    public Expression? SoleExpression => Parts is [{ Text: { IsSole: true } text }] ? text.Pieces[0].Expression : null;

    /// <summary>Whether an adapter's setting that a path names is a credential, holds one or lies in one.</summary>
    public static bool IsCredential(PathExpression path, Func<string, ConfigFields?> settingsFieldsOf) =>
        path.Root == PathRoot.Adapter
        && settingsFieldsOf(path.Steps[0].Name!) is { } fields
        && fields.All.Any(f => f.IsCredential && Meets(f.Path, path.Steps.AsSpan(1)));

    /// <summary>What the document wants of an occurrence.</summary>
    public PathTree Tree(OccurrenceKind kind) => kind == OccurrenceKind.Event ? _ofEvent : _ofInteraction;

    private static bool Meets(string fieldPath, ReadOnlySpan<PathStep> steps)
    {
        var parts = fieldPath.Replace("[]", ".[]", StringComparison.Ordinal).Split('.', StringSplitOptions.RemoveEmptyEntries);
        for (var i = 0; i < Math.Min(parts.Length, steps.Length); i++)
        {
            var meets = steps[i].Name is { } name
                ? parts[i] is "*" || string.Equals(parts[i], name, StringComparison.Ordinal)
                : parts[i] is "[]";
            if (!meets)
            {
                return false;
            }
        }

        return true;
    }

    private int SlotOf(PathExpression path)
    {
        if (_slots.TryGetValue(path.Text, out var slot))
        {
            return slot;
        }

        _slots.Add(path.Text, slot = _slots.Count);
        PathStep[] ofEvent = path.Root == PathRoot.Data ? [new PathStep("payload"), .. path.Steps] : path.Steps;
        _ofEvent.Add(ofEvent, slot);
        if (path.Root != PathRoot.Envelope)
        {
            PathStep[] ofInteraction = path.Root == PathRoot.Data ? [new PathStep("interaction"), .. path.Steps] : path.Steps;
            _ofInteraction.Add(ofInteraction, slot);
        }

        return slot;
    }
}
