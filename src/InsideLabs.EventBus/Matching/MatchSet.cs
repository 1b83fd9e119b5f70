using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using InsideLabs.EventBus.Events;

namespace InsideLabs.EventBus.Matching;

/// <summary>
/// What a match found: the ordinals of the targets, each once. It lives on the stack and refers to the index's own lists, so
/// that matching allocates nothing whatever the number of targets. One can be used again for the next match.
/// </summary>
internal ref struct MatchSet
{
    private Codes _codes;
    private int _count;
    private int[]? _pool;

    /// <summary>Whether nobody listens.</summary>
    public readonly bool IsEmpty => _count == 0;

    /// <summary>How many targets were found.</summary>
    public readonly int Count
    {
        get
        {
            var count = 0;
            for (var i = 0; i < _count; i++)
            {
                count += TargetPool.IsList(_codes[i]) ? TargetPool.List(_pool!, _codes[i]).Length : 1;
            }

            return count;
        }
    }

    /// <summary>Enumerates the ordinals of the targets, in no particular order.</summary>
    [UnscopedRef]
    public readonly Enumerator GetEnumerator() => new(((ReadOnlySpan<int>)_codes)[.._count], _pool);

    internal void Clear(TargetPool pool)
    {
        _count = 0;
        _pool = pool.Items;
    }

    /// <summary>Adds the targets of a node that has some.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal void Add(int code) => _codes[_count++] = code;

    /// <summary>Walks the ordinals.</summary>
    public ref struct Enumerator
    {
        private readonly ReadOnlySpan<int> _codes;
        private readonly int[]? _pool;
        private ReadOnlySpan<int> _list;
        private int _nextCode;
        private int _nextItem;

        internal Enumerator(ReadOnlySpan<int> codes, int[]? pool)
        {
            _codes = codes;
            _pool = pool;
        }

        /// <summary>The ordinal of a target.</summary>
        public int Current { get; private set; }

        /// <summary>Moves on to the next target.</summary>
        public bool MoveNext()
        {
            if ((uint)_nextItem < (uint)_list.Length)
            {
                Current = _list[_nextItem++];
                return true;
            }

            if ((uint)_nextCode >= (uint)_codes.Length)
            {
                return false;
            }

            var code = _codes[_nextCode++];
            if (TargetPool.IsList(code))
            {
                _list = TargetPool.List(_pool!, code);
                Current = _list[0];
                _nextItem = 1;
            }
            else
            {
                Current = TargetPool.Single(code);
            }

            return true;
        }
    }

    /// <summary>One code for each prefix of a type and one for the type itself.</summary>
    [InlineArray(EventType.MaxSegments)]
    private struct Codes
    {
        private int _first;
    }
}
