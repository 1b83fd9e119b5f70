namespace InsideLabs.EventBus.Matching;

/// <summary>
/// Makes the next generation of an index's target lists. The last one's arrays are shared, only lists that change are copied,
/// and each of those once however many of its targets come and go.
/// </summary>
internal sealed class TargetLists(int[][] last)
{
    private readonly Dictionary<int, TargetListEditor> _editors = [];
    private Stack<int>? _free;
    private int _length = last.Length;

    /// <summary>Adds a target and answers the node's new code.</summary>
    public int Add(int code, int ordinal)
    {
        if (code == TargetCode.None)
        {
            return TargetCode.OfTarget(ordinal);
        }

        if (TargetCode.IsList(code))
        {
            Edit(code).Add(ordinal);
            return code;
        }

        var list = Allocate();
        _editors[list] = new TargetListEditor([TargetCode.Target(code), ordinal]);
        return TargetCode.OfList(list);
    }

    /// <summary>Removes a target and answers the node's new code.</summary>
    public int Remove(int code, int ordinal)
    {
        if (!TargetCode.IsList(code))
        {
            return code == TargetCode.OfTarget(ordinal) ? TargetCode.None : throw NotThere(ordinal);
        }

        var editor = Edit(code);
        editor.Remove(ordinal);
        if (editor.Count > 1)
        {
            return code;
        }

        var list = TargetCode.List(code);
        _editors[list] = new TargetListEditor([]);
        Free.Push(list);
        return TargetCode.OfTarget(editor.ToArray()[0]);
    }

    public int[][] Build()
    {
        if (_editors.Count == 0)
        {
            return last;
        }

        var lists = new int[_length][];
        last.CopyTo(lists, 0);
        foreach (var (list, editor) in _editors)
        {
            lists[list] = editor.ToArray();
        }

        // Free lists at the end are given back; the others wait to be used again.
        var used = lists.Length;
        while (used > 0 && lists[used - 1].Length == 0)
        {
            used--;
        }

        return used == lists.Length ? lists : lists[..used];
    }

    internal static InvalidOperationException NotThere(int ordinal) =>
        new($"The pattern cannot be removed from target {ordinal}: it was not added.");

    // A list in use has two targets or more, so an empty one is free.
    private Stack<int> Free => _free ??= new Stack<int>(Enumerable.Range(0, last.Length).Where(i => last[i].Length == 0));

    private int Allocate() => Free.TryPop(out var list) ? list : _length++;

    private TargetListEditor Edit(int code)
    {
        var list = TargetCode.List(code);
        if (!_editors.TryGetValue(list, out var editor))
        {
            _editors[list] = editor = new TargetListEditor([.. last[list]]);
        }

        return editor;
    }
}
