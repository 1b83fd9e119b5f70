namespace InsideLabs.EventBus.Matching;

/// <summary>
/// The targets of all nodes of an index. A node keeps them as one number: nobody, a single target (most nodes have one, and need no
/// list for it), or where in the pool its list stands. All lists lie in one array, each as its capacity, its count and its ordinals, so
/// that a match reaches them in one step. A pool changes only while the index that owns it is being made.
/// </summary>
internal sealed class TargetPool
{
    /// <summary>The code of a node without targets.</summary>
    public const int None = 0;

    private const int Header = 2;

    private int[] _items;
    private int _used;
    private int _wasted;

    public TargetPool()
        : this([], 0, 0)
    {
    }

    private TargetPool(int[] items, int used, int wasted)
    {
        _items = items;
        _used = used;
        _wasted = wasted;
    }

    /// <summary>The array in which the lists lie.</summary>
    public int[] Items => _items;

    public static bool IsList(int code) => code < 0;

    /// <summary>The only target of a code that is neither a list nor nobody.</summary>
    public static int Single(int code) => code - 1;

    /// <summary>The targets of a code that is a list: two or more.</summary>
    public static ReadOnlySpan<int> List(int[] items, int code) => items.AsSpan(~code + Header, items[~code + 1]);

    public TargetPool Copy() => new(_items.AsSpan(0, _used).ToArray(), _used, _wasted);

    /// <summary>Adds a target to those of a code.</summary>
    public void Add(ref int code, int ordinal)
    {
        if (code == None)
        {
            code = ordinal + 1;
        }
        else if (IsList(code))
        {
            var list = ~code;
            var (capacity, count) = (_items[list], _items[list + 1]);
            if (count == capacity)
            {
                code = ~(list = Move(list, capacity + Math.Max(1, capacity / 2)));
            }

            _items[list + Header + count] = ordinal;
            _items[list + 1] = count + 1;
        }
        else
        {
            var list = Allocate(capacity: 2);
            _items[list + 1] = 2;
            _items[list + Header] = Single(code);
            _items[list + Header + 1] = ordinal;
            code = ~list;
        }
    }

    /// <summary>Removes a target from those of a code.</summary>
    /// <exception cref="InvalidOperationException">It is not among them.</exception>
    public void Remove(ref int code, int ordinal)
    {
        if (!IsList(code))
        {
            code = code == ordinal + 1 ? None : throw NotThere(ordinal);
            return;
        }

        var list = ~code;
        var last = _items[list + 1] - 1;
        var ordinals = _items.AsSpan(list + Header, last + 1);
        var index = ordinals.IndexOf(ordinal);
        if (index < 0)
        {
            throw NotThere(ordinal);
        }

        ordinals[index] = ordinals[last];
        _items[list + 1] = last;
        if (last == 1)
        {
            code = ordinals[0] + 1;
            _wasted += Header + _items[list];
        }
    }

    /// <summary>Writes the lists close together again once half of the array is of no use.</summary>
    /// <param name="nodes">All nodes whose targets are here; their codes change.</param>
    public void Compact(Span<IndexNode> nodes)
    {
        if (_wasted * 2L <= _used)
        {
            return;
        }

        var items = new int[_used - _wasted];
        var used = 0;
        foreach (ref var node in nodes)
        {
            if (IsList(node.Targets))
            {
                var list = List(_items, node.Targets);
                node.Targets = ~used;
                items[used] = items[used + 1] = list.Length;
                list.CopyTo(items.AsSpan(used + Header));
                used += Header + list.Length;
            }
        }

        (_items, _used, _wasted) = (items, used, 0);
    }

    public static InvalidOperationException NotThere(int ordinal) =>
        new($"The pattern cannot be removed from target {ordinal}: it was not added.");

    private int Move(int list, int capacity)
    {
        var moved = Allocate(capacity);
        _items.AsSpan(list + 1, 1 + _items[list + 1]).CopyTo(_items.AsSpan(moved + 1));
        _wasted += Header + _items[list];
        return moved;
    }

    private int Allocate(int capacity)
    {
        var list = _used;
        _used = checked(_used + Header + capacity);
        if (_used > _items.Length)
        {
            Array.Resize(ref _items, Math.Max(_used, (int)Math.Min(2L * _items.Length, Array.MaxLength)));
        }

        _items[list] = capacity;
        return list;
    }
}
