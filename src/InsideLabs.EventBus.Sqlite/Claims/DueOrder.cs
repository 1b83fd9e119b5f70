namespace InsideLabs.EventBus.Sqlite.Claims;

/// <summary>
/// Deliveries in the order of their keys: an array that is taken from the front and mostly added to at the end, which for a
/// few hundred items is faster and smaller than a tree.
/// </summary>
internal sealed class DueOrder
{
    private const int Smallest = 4;

    private QueuedDelivery[] _items = [];
    private int _head;

    public int Count { get; private set; }

    public QueuedDelivery First => _items[_head];

    public QueuedDelivery Last => _items[_head + Count - 1];

    public ReadOnlySpan<QueuedDelivery> Items => _items.AsSpan(_head, Count);

    public void Insert(QueuedDelivery delivery)
    {
        if (_head + Count == _items.Length)
        {
            MakeRoom();
        }

        var place = PlaceOf(delivery.Key);
        var end = _head + Count;
        Array.Copy(_items, place, _items, place + 1, end - place);
        _items[place] = delivery;
        Count++;
    }

    public QueuedDelivery TakeFirst()
    {
        var delivery = _items[_head];
        _items[_head++] = null!;
        if (--Count == 0)
        {
            _head = 0;
        }

        return delivery;
    }

    /// <summary>Takes out the last one that has a row. One without cannot be read again, so it stays, even behind what is left to the database.</summary>
    /// <param name="before">The key of its predecessor, or what stands before all keys.</param>
    /// <returns>It; null when none has a row.</returns>
    public QueuedDelivery? TakeLastStored(out QueueKey before)
    {
        for (var place = _head + Count - 1; place >= _head; place--)
        {
            if (_items[place].Fresh is null)
            {
                before = place > _head ? _items[place - 1].Key : QueueKey.First;
                return TakeAt(place);
            }
        }

        before = default;
        return null;
    }

    public QueuedDelivery TakeLast()
    {
        var last = _head + --Count;
        var delivery = _items[last];
        _items[last] = null!;
        return delivery;
    }

    /// <summary>Whether the delivery of a key is there.</summary>
    public bool Contains(QueueKey key) => IsAt(PlaceOf(key), key);

    /// <summary>Takes the delivery of a key out, if it is there.</summary>
    public QueuedDelivery? Take(QueueKey key)
    {
        var place = PlaceOf(key);
        return IsAt(place, key) ? TakeAt(place) : null;
    }

    private bool IsAt(int place, QueueKey key) => place < _head + Count && _items[place].Key == key;

    private QueuedDelivery TakeAt(int place)
    {
        var (delivery, end) = (_items[place], _head + Count);
        Array.Copy(_items, place + 1, _items, place, end - place - 1);
        _items[end - 1] = null!;
        Count--;
        return delivery;
    }

    private int PlaceOf(QueueKey key)
    {
        var (low, high) = (_head, _head + Count);
        if (Count > 0 && key > Last.Key)
        {
            return high;
        }

        while (low < high)
        {
            var middle = (low + high) >>> 1;
            if (_items[middle].Key < key)
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }

        return low;
    }

    private void MakeRoom()
    {
        // Room in front is used before more is taken, unless there is so little that it would be used up at once.
        var items = _head >= Count && _head > 0 ? _items : new QueuedDelivery[Math.Max(Smallest, _items.Length * 2)];
        Array.Copy(_items, _head, items, 0, Count);
        if (ReferenceEquals(items, _items))
        {
            Array.Clear(_items, Count, _head);
        }

        (_items, _head) = (items, 0);
    }
}
