using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace InsideLabs.EventBus.Matching;

/// <summary>
/// Finds whose patterns match an event type. It is a trie of segments without pointers: all nodes lie in one open-addressed
/// table and are reached by the hash of the path so far. A match is one pass over the type's text with one probe for each
/// segment, and ends early where a path is missing, because every node's ancestors are nodes too.
/// </summary>
/// <remarks>
/// Immutable, so any number of threads may match while <see cref="Apply"/> makes the next index. Targets are ordinals in a
/// numbering that the caller owns. An ordinal is found once for each of its patterns that matches: give it only patterns
/// none of which covers another (<see cref="PatternCover"/>), then it is found at most once.
/// </remarks>
internal sealed class SubscriptionIndex
{
    internal const int MinCapacity = 64;

    private readonly PathHash _hash;
    private readonly IndexNode[] _nodes;
    private readonly int[][] _lists;
    private readonly int _shift;
    private readonly bool _hasTwins;

    /// <summary>Makes an empty index.</summary>
    /// <param name="seed">The seed of the hash; draw it at random, so that names cannot be chosen to collide.</param>
    /// <param name="hashBits">How many bits of the hash count, 0 to 63; fewer make collisions common, for tests of them.</param>
    public SubscriptionIndex(ulong seed, int hashBits = PathHash.AllBits)
        : this(new PathHash(seed, hashBits), new IndexNode[MinCapacity], [], 0, hasTwins: false)
    {
    }

    internal SubscriptionIndex(PathHash hash, IndexNode[] nodes, int[][] lists, int count, bool hasTwins)
    {
        _hash = hash;
        _nodes = nodes;
        _lists = lists;
        _shift = ShiftFor(nodes.Length);
        _hasTwins = hasTwins;
        Count = count;
    }

    /// <summary>How many nodes there are.</summary>
    public int Count { get; }

    /// <summary>How many places the table has.</summary>
    public int Capacity => _nodes.Length;

    /// <summary>How many places for lists of targets there are, used or free.</summary>
    public int ListCapacity => _lists.Length;

    /// <summary>Makes the next index; this one stays as it is.</summary>
    /// <param name="changes">What is added and removed, in this order.</param>
    /// <exception cref="InvalidOperationException">A pattern is removed that was not added.</exception>
    public SubscriptionIndex Apply(IReadOnlyList<PatternChange> changes)
    {
        if (changes.Count == 0)
        {
            return this;
        }

        var builder = new SubscriptionIndexBuilder(_hash, _nodes, _lists, Count, _hasTwins);
        foreach (var change in changes)
        {
            if (change.IsAdded)
            {
                builder.Add(change.Pattern, change.Ordinal);
            }
            else
            {
                builder.Remove(change.Pattern, change.Ordinal);
            }
        }

        return builder.Build();
    }

    /// <summary>Finds the targets of an event type. Allocates nothing.</summary>
    /// <param name="type">The name of the event type; the grammar of <see cref="Events.EventType"/> is the caller's duty.</param>
    /// <param name="set">Receives the targets; what it held before is gone.</param>
    /// <remarks>
    /// It trusts the keys on the way down and compares one text at the end. That is sound as long as no two nodes share a key: when
    /// the deepest node that gave targets has the type's own text, its ancestors are nodes and have the keys of the type's shorter
    /// prefixes, and nobody else has them, so each of those hits was the right node.
    /// </remarks>
    public void Match(ReadOnlySpan<char> type, ref MatchSet set)
    {
        set.Clear(_lists);
        var hash = _hash.Start;
        var scan = new SegmentScan(type);
        var start = 0;
        var provenLength = 0;
        ref readonly var proof = ref Unsafe.NullRef<IndexNode>();
        while (true)
        {
            var end = scan.NextEnd(type);
            hash = _hash.Append(hash, type[start..end]);
            ref readonly var node = ref Find(_hash.KeyOf(hash));
            if (Unsafe.IsNullRef(in node))
            {
                break;
            }

            var code = end == type.Length ? node.Exact : node.Below;
            if (code != TargetCode.None)
            {
                set.Add(code);
                proof = ref node;
                provenLength = end;
            }

            if (end == type.Length)
            {
                break;
            }

            start = end + 1;
        }

        if (_hasTwins || (provenLength != 0 && !proof.IsPath(type[..provenLength])))
        {
            MatchByTexts(type, ref set);
        }
    }

    internal static int ShiftFor(int capacity) => 64 - int.Log2(capacity);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private ref readonly IndexNode Find(ulong key)
    {
        // The mask keeps every slot inside the table, whose length is a power of two: no need to check each again.
        ref var first = ref MemoryMarshal.GetArrayDataReference(_nodes);
        var mask = _nodes.Length - 1;
        for (var slot = (int)(key >> _shift); ; slot++)
        {
            ref var node = ref Unsafe.Add(ref first, slot & mask);
            if (node.Key == key)
            {
                return ref node;
            }

            if (node.Key == 0)
            {
                return ref Unsafe.NullRef<IndexNode>();
            }
        }
    }

    /// <summary>Compares the text of every node on the way: right whatever the keys are.</summary>
    private void MatchByTexts(ReadOnlySpan<char> type, ref MatchSet set)
    {
        set.Clear(_lists);
        var hash = _hash.Start;
        var scan = new SegmentScan(type);
        var start = 0;
        while (start <= type.Length)
        {
            var end = scan.NextEnd(type);
            hash = _hash.Append(hash, type[start..end]);
            var slot = SubscriptionIndexBuilder.Find(_nodes, _hash.KeyOf(hash), type[..end]);
            if (slot < 0)
            {
                return;
            }

            set.Add(end == type.Length ? _nodes[slot].Exact : _nodes[slot].Below);
            start = end + 1;
        }
    }
}
