using System.Buffers;

namespace InsideLabs.EventBus.Rendering;

/// <summary>A document while it is rendered: the config itself, or the value of a setting that it brought in.</summary>
internal sealed class RenderFrame
{
    private ValueRange[] _slots = [];

    public PlaceholderDocument Document { get; private set; } = null!;

    /// <summary>Where the values lie that the document wants of the occurrence.</summary>
    public ReadOnlySpan<ValueRange> Slots => _slots;

    /// <summary>The setting's name; null for the config.</summary>
    public string? Setting { get; private set; }

    /// <summary>What brought the setting in; null for the config.</summary>
    public RenderFrame? Parent { get; private set; }

    /// <summary>Which pass this is: 1 for the config.</summary>
    public int Pass => Parent is null ? 1 : Parent.Pass + 1;

    /// <summary>Whether a value that is not found is no matter, because a function has another one.</summary>
    public bool IsForgiven { get; private set; }

    /// <summary>Takes a document and finds what it wants.</summary>
    public void Begin(PlaceholderDocument document, TemplateContext context, string? setting, RenderFrame? parent, bool isForgiven)
    {
        (Document, Setting, Parent, IsForgiven) = (document, setting, parent, isForgiven);
        if (document.SlotCount > 0)
        {
            _slots = ArrayPool<ValueRange>.Shared.Rent(document.SlotCount);
            Array.Clear(_slots, 0, document.SlotCount);
            PathReader.Read(context.Occurrence.Body.Span, document.Tree(context.Occurrence.Kind), _slots);
        }
    }

    /// <summary>Gives everything back.</summary>
    public void End()
    {
        if (_slots.Length > 0)
        {
            ArrayPool<ValueRange>.Shared.Return(_slots);
        }

        (_slots, Document, Setting, Parent) = ([], null!, null, null);
    }

    /// <summary>How the config came here, such as <c>config.to → global.a → global.b</c>.</summary>
    /// <param name="field">The field of the config.</param>
    public string Describe(string field) => Parent is null ? field : $"{Parent.Describe(field)} → {Setting}";
}
