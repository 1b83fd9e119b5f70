using System.Text;
using InsideLabs.EventBus.Rendering.Expressions;

namespace InsideLabs.EventBus.Rendering;

/// <summary>The paths that a document wants of an occurrence, as one tree, so that one pass finds them all.</summary>
internal sealed class PathTree
{
    private readonly byte[] _name;
    private readonly int _index;
    private PathTree[] _members = [];
    private PathTree[] _items = [];
    private int[] _slots = [];

    /// <summary>Makes an empty tree.</summary>
    public PathTree()
        : this(new PathStep(string.Empty))
    {
    }

    private PathTree(PathStep step) => (_name, _index) = (step.Utf8Name, step.Index);

    /// <summary>How many slots reading can fill at most.</summary>
    public int SlotCount { get; private set; }

    public bool HasMembers => _members.Length > 0;

    public bool HasItems => _items.Length > 0;

    /// <summary>The slots that want this very value.</summary>
    public ReadOnlySpan<int> Slots => _slots;

    /// <summary>Adds a path. Only the root is asked.</summary>
    public void Add(ReadOnlySpan<PathStep> steps, int slot)
    {
        var node = this;
        foreach (var step in steps)
        {
            node = step.Name is null ? Grow(ref node._items, step) : Grow(ref node._members, step);
        }

        node._slots = [.. node._slots, slot];
        SlotCount++;
    }

    /// <summary>The wanted member of a name; null when nobody wants it.</summary>
    /// <param name="name">The name as it stands between its quotes.</param>
    /// <param name="isEscaped">Whether there are escapes in it.</param>
    public PathTree? Member(ReadOnlySpan<byte> name, bool isEscaped)
    {
        if (isEscaped)
        {
            return Member(Encoding.UTF8.GetBytes(JsonText.Decode(name)), isEscaped: false);
        }

        foreach (var member in _members)
        {
            if (name.SequenceEqual(member._name))
            {
                return member;
            }
        }

        return null;
    }

    /// <summary>The wanted item at an index; null when nobody wants it.</summary>
    public PathTree? Item(int index)
    {
        foreach (var item in _items)
        {
            if (item._index == index)
            {
                return item;
            }
        }

        return null;
    }

    private static PathTree Grow(ref PathTree[] children, PathStep step)
    {
        foreach (var child in children)
        {
            if (child._index == step.Index && child._name.AsSpan().SequenceEqual(step.Utf8Name))
            {
                return child;
            }
        }

        var grown = new PathTree(step);
        children = [.. children, grown];
        return grown;
    }
}
