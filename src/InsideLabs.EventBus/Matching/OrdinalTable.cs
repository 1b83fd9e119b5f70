namespace InsideLabs.EventBus.Matching;

/// <summary>
/// A persistent array: immutable, read by one index each, and the next one shares every page that did not change with the
/// last one. The places of removed items are given out again.
/// </summary>
/// <typeparam name="T">What it holds.</typeparam>
internal sealed class OrdinalTable<T>
    where T : class
{
    private const int PageBits = 8;
    private const int PageSize = 1 << PageBits;

    private readonly T?[][] _pages;
    private readonly FreeOrdinal? _free;
    private readonly int _length;

    private OrdinalTable(T?[][] pages, int length, FreeOrdinal? free)
    {
        _pages = pages;
        _length = length;
        _free = free;
    }

    public static OrdinalTable<T> Empty { get; } = new([], 0, null);

    public T? this[int ordinal] => _pages[ordinal >> PageBits][ordinal & (PageSize - 1)];

    public Builder ToBuilder() => new(this);

    /// <summary>Makes the next table. Used once, by one thread.</summary>
    public sealed class Builder(OrdinalTable<T> last)
    {
        private readonly HashSet<int> _copied = [];
        private readonly List<T?[]> _pages = [.. last._pages];
        private FreeOrdinal? _free = last._free;
        private int _length = last._length;

        public T? this[int ordinal]
        {
            get => _pages[ordinal >> PageBits][ordinal & (PageSize - 1)];
            set => Own(ordinal >> PageBits)[ordinal & (PageSize - 1)] = value;
        }

        public int Add(T item)
        {
            int ordinal;
            if (_free is { } free)
            {
                (ordinal, _free) = (free.Ordinal, free.Next);
            }
            else
            {
                ordinal = _length++;
            }

            this[ordinal] = item;
            return ordinal;
        }

        public void Remove(int ordinal)
        {
            this[ordinal] = null;
            _free = new FreeOrdinal(ordinal, _free);
        }

        public OrdinalTable<T> Build() => new([.. _pages], _length, _free);

        private T?[] Own(int page)
        {
            if (page == _pages.Count)
            {
                _pages.Add(new T?[PageSize]);
                _copied.Add(page);
            }
            else if (_copied.Add(page))
            {
                _pages[page] = (T?[])_pages[page].Clone();
            }

            return _pages[page];
        }
    }

    private sealed record FreeOrdinal(int Ordinal, FreeOrdinal? Next);
}
