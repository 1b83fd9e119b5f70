using InsideLabs.EventBus.Events;

namespace InsideLabs.EventBus.Matching;

/// <summary>Makes the next <see cref="SubscriptionIndex"/> out of a copy of the last one's table. Used once, by one thread.</summary>
internal sealed class SubscriptionIndexBuilder
{
    private readonly PathHash _hash;
    private readonly TargetPool _targets;
    private IndexNode[] _nodes;
    private int _count;
    private bool _hasTwins;

    public SubscriptionIndexBuilder(PathHash hash, IndexNode[] nodes, TargetPool targets, int count, bool hasTwins)
    {
        _hash = hash;
        _targets = targets.Copy();
        _nodes = (IndexNode[])nodes.Clone();
        _count = count;
        _hasTwins = hasTwins;
    }

    private int Mask => _nodes.Length - 1;

    /// <summary>Finds the node of a path, or answers -1.</summary>
    internal static int Find(IndexNode[] nodes, ulong key, ReadOnlySpan<char> path)
    {
        var slot = (int)(key >> SubscriptionIndex.ShiftFor(nodes.Length));
        while (true)
        {
            ref readonly var node = ref nodes[slot];
            if (node.Key == key && node.IsPath(path))
            {
                return slot;
            }

            if (node.Key == 0)
            {
                return -1;
            }

            slot = (slot + 1) & (nodes.Length - 1);
        }
    }

    public void Add(EventPattern pattern, int ordinal)
    {
        // Room for every node the pattern may need, first: a table that grew in between would move the nodes on the way.
        if (_count + EventType.MaxSegments > MaxCount(_nodes.Length))
        {
            Resize(_nodes.Length * 2);
        }

        var literal = pattern.Literal;
        Span<ulong> keys = stackalloc ulong[EventType.MaxSegments];
        Span<int> ends = stackalloc int[EventType.MaxSegments];
        var depth = Split(pattern, keys, ends);
        var parent = -1;
        for (var i = 0; i < depth; i++)
        {
            var slot = Find(_nodes, keys[i], literal[..ends[i]]);
            if (slot < 0)
            {
                slot = Insert(new IndexNode { Key = keys[i], Text = pattern.Value });
                _count++;
                if (parent >= 0)
                {
                    _nodes[parent].Children++;
                }
            }

            parent = slot;
        }

        _targets.Add(ref _nodes[parent].Targets, ordinal);
    }

    public void Remove(EventPattern pattern, int ordinal)
    {
        var literal = pattern.Literal;
        Span<ulong> keys = stackalloc ulong[EventType.MaxSegments];
        Span<int> ends = stackalloc int[EventType.MaxSegments];
        var last = Split(pattern, keys, ends) - 1;
        var slot = Find(_nodes, keys[last], literal);
        if (slot < 0)
        {
            throw TargetPool.NotThere(ordinal);
        }

        _targets.Remove(ref _nodes[slot].Targets, ordinal);

        // A node that nobody needs goes, and with it what stood above only for its sake.
        for (var i = last; _nodes[slot].IsUnused; i--)
        {
            RemoveAt(slot);
            _count--;
            if (i == 0)
            {
                break;
            }

            slot = Find(_nodes, keys[i - 1], literal[..ends[i - 1]]);
            _nodes[slot].Children--;
        }
    }

    public SubscriptionIndex Build()
    {
        var capacity = _nodes.Length;
        while (capacity > SubscriptionIndex.MinCapacity && _count < MaxCount(capacity) / 4)
        {
            capacity /= 2;
        }

        if (capacity < _nodes.Length)
        {
            Resize(capacity);
        }

        _targets.Compact(_nodes);
        return new SubscriptionIndex(_hash, _nodes, _targets, _count, _hasTwins);
    }

    // Linear probing stays short up to here, and one place always remains empty: that is where a search ends.
    private static int MaxCount(int capacity) => capacity / 8 * 5;

    /// <summary>Lists the nodes that a pattern needs, from the first segment down to the one that has its targets.</summary>
    private int Split(EventPattern pattern, Span<ulong> keys, Span<int> ends)
    {
        var path = pattern.Literal;
        var hash = _hash.Start;
        var start = 0;
        for (var depth = 0; ; depth++)
        {
            var length = path[start..].IndexOf('.');
            var isLast = length < 0;
            var end = isLast ? path.Length : start + length;
            hash = _hash.Append(hash, path[start..end]);
            keys[depth] = _hash.KeyOf(hash, end, isType: isLast && !pattern.IsWildcard);
            ends[depth] = end;
            if (isLast)
            {
                return depth + 1;
            }

            start = end + 1;
        }
    }

    private int Home(ulong key) => (int)(key >> SubscriptionIndex.ShiftFor(_nodes.Length));

    private int Insert(in IndexNode node)
    {
        var slot = Home(node.Key);
        while (_nodes[slot].Key != 0)
        {
            // Whoever has the same key is met on the way: it began at the same place.
            _hasTwins |= _nodes[slot].Key == node.Key;
            slot = (slot + 1) & Mask;
        }

        _nodes[slot] = node;
        return slot;
    }

    /// <summary>Empties a place and moves up whoever was displaced by it, so that no tombstone stays behind.</summary>
    private void RemoveAt(int hole)
    {
        for (var slot = (hole + 1) & Mask; _nodes[slot].Key != 0; slot = (slot + 1) & Mask)
        {
            var displaced = (slot - Home(_nodes[slot].Key)) & Mask;
            if (displaced >= ((slot - hole) & Mask))
            {
                _nodes[hole] = _nodes[slot];
                hole = slot;
            }
        }

        _nodes[hole] = default;
    }

    private void Resize(int capacity)
    {
        var old = _nodes;
        _nodes = new IndexNode[capacity];
        _hasTwins = false;
        foreach (ref readonly var node in old.AsSpan())
        {
            if (node.Key != 0)
            {
                Insert(node);
            }
        }
    }
}
