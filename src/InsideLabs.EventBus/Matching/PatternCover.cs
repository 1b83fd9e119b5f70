using System.Collections.Immutable;
using InsideLabs.EventBus.Events;

namespace InsideLabs.EventBus.Matching;

/// <summary>Drops the patterns that another pattern of the same owner covers, so that a match finds the owner at most once.</summary>
/// <remarks>
/// Why that suffices: whatever matches a type is the type itself or a prefix of it followed by <c>.*</c>. Of two different such
/// patterns one always covers the other, the one with the shorter prefix. So if two patterns of one owner matched the same
/// type, one of them would cover the other, and would have been dropped.
/// </remarks>
internal static class PatternCover
{
    public static ImmutableArray<EventPattern> Reduce(ImmutableArray<EventPattern> patterns)
    {
        if (patterns.Length < 2)
        {
            return patterns;
        }

        var kept = ImmutableArray.CreateBuilder<EventPattern>(patterns.Length);
        for (var i = 0; i < patterns.Length; i++)
        {
            if (!IsDropped(patterns, i))
            {
                kept.Add(patterns[i]);
            }
        }

        return kept.DrainToImmutable();
    }

    private static bool IsDropped(ImmutableArray<EventPattern> patterns, int index)
    {
        for (var i = 0; i < patterns.Length; i++)
        {
            // Two equal patterns cover each other: the first one stays.
            if (i != index && patterns[i].Covers(patterns[index]) && (i < index || patterns[i] != patterns[index]))
            {
                return true;
            }
        }

        return false;
    }
}
