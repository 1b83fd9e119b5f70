using InsideLabs.EventBus.Rendering.Expressions;

namespace InsideLabs.EventBus.Rendering;

/// <summary>
/// Finds values in JSON by their paths, in one forward pass that ends as soon as all are found. What nobody wants is stepped over, not
/// read: everything here was judged when it came in.
/// </summary>
internal ref struct PathReader
{
    private readonly Span<ValueRange> _slots;
    private JsonScanner _scanner;
    private int _wanted;

    private PathReader(ReadOnlySpan<byte> utf8Json, Span<ValueRange> slots, int wanted)
    {
        _scanner = new JsonScanner(utf8Json);
        _slots = slots;
        _wanted = wanted;
    }

    /// <summary>Fills the slots of a tree; those of paths that lead nowhere stay as they are.</summary>
    /// <param name="utf8Json">Valid JSON. What lies behind a break in other bytes is not there.</param>
    /// <param name="tree">The paths.</param>
    /// <param name="slots">The slots.</param>
    public static void Read(ReadOnlySpan<byte> utf8Json, PathTree tree, Span<ValueRange> slots)
    {
        if (tree.SlotCount > 0)
        {
            new PathReader(utf8Json, slots, tree.SlotCount).Visit(tree);
        }
    }

    /// <summary>Where a path leads; of length 0 when nowhere.</summary>
    public static ValueRange Find(ReadOnlySpan<byte> utf8Json, ReadOnlySpan<PathStep> steps)
    {
        var tree = new PathTree();
        tree.Add(steps, 0);
        ValueRange found = default;
        Read(utf8Json, tree, new Span<ValueRange>(ref found));
        return found;
    }

    private void Visit(PathTree node)
    {
        var start = _scanner.Begin();
        if (node.HasMembers && _scanner.Take((byte)'{'))
        {
            VisitMembers(node);
        }
        else if (node.HasItems && _scanner.Take((byte)'['))
        {
            VisitItems(node);
        }
        else
        {
            _scanner.Skip();
        }

        foreach (var slot in node.Slots)
        {
            _slots[slot] = new ValueRange(start, _scanner.At - start);
            _wanted--;
        }
    }

    private void VisitMembers(PathTree node)
    {
        while (_scanner.TakeName(out var name, out var isEscaped))
        {
            if (node.Member(name, isEscaped) is not { } member)
            {
                _scanner.Skip();
                continue;
            }

            Visit(member);
            if (_wanted == 0)
            {
                return;
            }
        }

        _scanner.Take((byte)'}');
    }

    private void VisitItems(PathTree node)
    {
        for (var index = 0; _scanner.HasItem(); index++)
        {
            if (node.Item(index) is not { } item)
            {
                _scanner.Skip();
                continue;
            }

            Visit(item);
            if (_wanted == 0)
            {
                return;
            }
        }

        _scanner.Take((byte)']');
    }
}
