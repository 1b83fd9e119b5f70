namespace InsideLabs.EventBus.Errors;

/// <summary>
/// What stands before a field's name, so that a fault tells which item of a batch it is about. A text is made only when there is a
/// fault: almost nothing that is judged has one.
/// </summary>
internal readonly struct FieldPrefix
{
    // One more than the index, so that the default value is the prefix of a single item.
    private readonly int _position;

    private FieldPrefix(int position) => _position = position;

    /// <summary>The prefix of a single item: none.</summary>
    public static FieldPrefix Single => default;

    /// <summary>The prefix of an item of a batch, such as <c>[3].</c>.</summary>
    public static FieldPrefix At(int index) => new(index + 1);

    /// <summary>The full name of a field.</summary>
    public string Of(string field) => _position == 0 ? field : $"[{_position - 1}].{field}";

    /// <summary>The name of the item itself; empty for a single one.</summary>
    public string Item => _position == 0 ? string.Empty : $"[{_position - 1}]";
}
