namespace InsideLabs.EventBus.Matching;

/// <summary>
/// A node of the trie: a path that a pattern names, or one above it. 32 bytes, so that two share a cache line.
/// </summary>
internal struct IndexNode
{
    /// <summary>The key of its path; 0 where no node stands.</summary>
    public ulong Key;

    /// <summary>A text that begins with its path: that of the pattern it was made for, so that no text is stored twice.</summary>
    public string Text;

    /// <summary>Who listens to every type below this path; see <see cref="TargetCode"/>.</summary>
    public int Below;

    /// <summary>Who listens to exactly this path; see <see cref="TargetCode"/>.</summary>
    public int Exact;

    /// <summary>How many characters of <see cref="Text"/> are its path.</summary>
    public ushort Length;

    /// <summary>How many nodes stand directly below it.</summary>
    public int Children;

    public readonly bool IsUnused => Below == TargetCode.None && Exact == TargetCode.None && Children == 0;

    public readonly bool IsPath(ReadOnlySpan<char> path) =>
        Length == path.Length && Text.AsSpan(0, Length).SequenceEqual(path);
}
