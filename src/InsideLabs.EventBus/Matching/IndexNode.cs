namespace InsideLabs.EventBus.Matching;

/// <summary>
/// A node of the trie: the path before a wildcard or above another node, or a whole event type that a pattern names. Both have a
/// node of their own where they are the same text, so a node needs one set of targets, and 24 bytes.
/// </summary>
internal struct IndexNode
{
    /// <summary>The key of its path (<see cref="PathHash.KeyOf"/>), which carries length and kind too; 0 where no node stands.</summary>
    public ulong Key;

    /// <summary>A text that begins with its path: that of the pattern it was made for, so that no text is stored twice.</summary>
    public string Text;

    /// <summary>Who listens here, as a code of the index's <see cref="TargetPool"/>.</summary>
    public int Targets;

    /// <summary>How many nodes stand directly below it.</summary>
    public int Children;

    public readonly bool IsUnused => Targets == TargetPool.None && Children == 0;

    /// <summary>Whether a path is this node's own. It must have this node's key, which says already that it is as long.</summary>
    public readonly bool IsPath(ReadOnlySpan<char> path) => Text.AsSpan(0, path.Length).SequenceEqual(path);

    /// <summary>Whether a type begins with this node's path. It must be as long at least.</summary>
    public readonly bool IsAbove(ReadOnlySpan<char> type) => IsPath(type[..PathHash.LengthOf(Key)]);
}
