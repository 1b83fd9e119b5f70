using System.Numerics;
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
    private readonly TargetPool _targets;
    private readonly int _shift;
    private readonly bool _hasTwins;

    /// <summary>Makes an empty index.</summary>
    /// <param name="seed">The seed of the hash; draw it at random, so that names cannot be chosen to collide.</param>
    /// <param name="hashBits">How many bits of the hash count, 0 to 54; fewer make collisions common, for tests of them.</param>
    public SubscriptionIndex(ulong seed, int hashBits = PathHash.AllBits)
        : this(new PathHash(seed, hashBits), new IndexNode[MinCapacity], new TargetPool(), 0, hasTwins: false)
    {
    }

    internal SubscriptionIndex(PathHash hash, IndexNode[] nodes, TargetPool targets, int count, bool hasTwins)
    {
        _hash = hash;
        _nodes = nodes;
        _targets = targets;
        _shift = ShiftFor(nodes.Length);
        _hasTwins = hasTwins;
        Count = count;
    }

    /// <summary>How many nodes there are.</summary>
    public int Count { get; }

    /// <summary>How many places the table has.</summary>
    public int Capacity => _nodes.Length;

    /// <summary>How much room the lists of targets take, in numbers.</summary>
    public int TargetCapacity => _targets.Items.Length;

    /// <summary>Makes the next index; this one stays as it is.</summary>
    /// <param name="changes">What is added and removed, in this order.</param>
    /// <exception cref="InvalidOperationException">A pattern is removed that was not added.</exception>
    public SubscriptionIndex Apply(IReadOnlyList<PatternChange> changes)
    {
        if (changes.Count == 0)
        {
            return this;
        }

        var builder = new SubscriptionIndexBuilder(_hash, _nodes, _targets, Count, _hasTwins);
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
    public void Match(ReadOnlySpan<char> type, ref MatchSet set)
    {
        if (_hasTwins || type.Length is < DotBits.MinLength or > DotBits.MaxLength || !TryMatchByKeys(type, ref set))
        {
            MatchByTexts(type, ref set);
        }
    }

    internal static int ShiftFor(int capacity) => 64 - int.Log2(capacity);

    /// <summary>
    /// Trusts the keys on the way down and compares one text at the end, for types of ordinary length. Sound as long as no two nodes
    /// share a key: when the deepest node that has targets has the type's own text, its ancestors are nodes and have the keys of the
    /// type's shorter prefixes, and nobody else has them, so each of those hits was the right node.
    /// </summary>
    /// <returns>False when a key was hit by chance, so that what the set holds is worth nothing.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool TryMatchByKeys(ReadOnlySpan<char> type, ref MatchSet set)
    {
        set.Clear(_targets);
        ref readonly var proof = ref Unsafe.NullRef<IndexNode>();
        var dots = DotBits.Of(type);
        var hash = _hash.Start;
        var start = 0;
        while (true)
        {
            var isType = dots == 0;
            var end = isType ? type.Length : BitOperations.TrailingZeroCount(dots);
            hash = _hash.Append(hash, type[start..end]);
            ref readonly var node = ref Find(_hash.KeyOf(hash, end, isType));
            if (Unsafe.IsNullRef(in node))
            {
                break;
            }

            if (node.Targets != TargetPool.None)
            {
                set.Add(node.Targets);
                proof = ref node;
            }

            if (isType)
            {
                break;
            }

            dots &= dots - 1;
            start = end + 1;
        }

        return set.IsEmpty || proof.IsAbove(type);
    }

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
        set.Clear(_targets);
        var hash = _hash.Start;
        for (var start = 0; start <= type.Length;)
        {
            var length = type[start..].IndexOf('.');
            var isType = length < 0;
            var end = isType ? type.Length : start + length;
            hash = _hash.Append(hash, type[start..end]);
            var key = _hash.KeyOf(hash, end, isType);
            var slot = SubscriptionIndexBuilder.Find(_nodes, key, type[..end]);
            if (slot < 0)
            {
                return;
            }

            if (_nodes[slot].Targets != TargetPool.None)
            {
                set.Add(_nodes[slot].Targets);
            }

            start = end + 1;
        }
    }
}
