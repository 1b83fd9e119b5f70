using InsideLabs.EventBus.Sqlite.Claims;
using InsideLabs.EventBus.Sqlite.Connections;
using InsideLabs.EventBus.Sqlite.Deliveries;

namespace InsideLabs.EventBus.Sqlite.Writing;

/// <summary>
/// The deliveries that stand in their occurrence's row only, because they have just been made and the process remembers them. They
/// get a row when they end, or when something happens to them that has to be written. The writer's alone.
/// </summary>
internal sealed class FreshDeliveries
{
    /// <summary>So many occurrences behind the newest one a delivery gets its row, so that a start has no more than these to look through.</summary>
    public const int MostBehind = 20_000;

    /// <summary>By how much the mark must move to be worth a page in a commit.</summary>
    private const int MarkStep = 1000;

    private const int MostStragglers = 100;

    private readonly Queue<FreshOccurrence> _open = [];
    private readonly List<FreshOccurrence> _created = [];
    private readonly List<QueuedDelivery> _rowed = [];
    private long _transaction;
    private long _newest;
    private long _newestInTransaction;
    private long _mark;
    private long _markInTransaction;
    private int _createdDeliveries;

    /// <param name="mark">What is written: every fresh delivery of an occurrence before it has a row.</param>
    /// <param name="newest">The number of the newest occurrence.</param>
    public FreshDeliveries(long mark, long newest) => (_mark, _newest) = (mark, newest);

    /// <summary>How many there are, those of the transaction included.</summary>
    public int Count { get; private set; }

    /// <summary>How many the transaction has made so far.</summary>
    public int CreatedCount => _createdDeliveries;

    /// <summary>Those that the transaction has made so far, which the lanes do not know yet.</summary>
    public IEnumerable<QueuedDelivery> Created => _created.SelectMany(static o => o.Deliveries);

    public void Begin(long transaction)
    {
        // Whatever stands there was rolled back.
        Count -= _createdDeliveries;
        Clear();
        (_transaction, _newestInTransaction, _markInTransaction) = (transaction, _newest, _mark);
    }

    /// <summary>Whether a delivery has no row, as the transaction stands.</summary>
    public bool Contains(QueuedDelivery delivery) => delivery.Fresh is not null && delivery.RowedIn != _transaction;

    /// <summary>An occurrence was stored.</summary>
    /// <param name="no">Its number.</param>
    /// <param name="deliveries">The deliveries that stand in its row only; perhaps none.</param>
    public void Add(long no, QueuedDelivery[] deliveries)
    {
        _newestInTransaction = no;
        if (deliveries.Length == 0)
        {
            return;
        }

        var occurrence = new FreshOccurrence(no, deliveries);
        foreach (var delivery in deliveries)
        {
            delivery.Fresh = occurrence;
        }

        _created.Add(occurrence);
        _createdDeliveries += deliveries.Length;
        Count += deliveries.Length;
    }

    /// <summary>What <see cref="Restore"/> needs to take back the occurrences that come next.</summary>
    public (int Created, long Newest) Save() => (_created.Count, _newestInTransaction);

    /// <summary>Forgets the occurrences that were added since: their rows are rolled back.</summary>
    public void Restore((int Created, long Newest) saved)
    {
        var undone = _created.Skip(saved.Created).Sum(static o => o.Deliveries.Length);
        _created.RemoveRange(saved.Created, _created.Count - saved.Created);
        (_createdDeliveries, Count, _newestInTransaction) = (_createdDeliveries - undone, Count - undone, saved.Newest);
    }

    /// <summary>Gives a delivery its row, unless it has one.</summary>
    public void Store(SqliteSession session, QueuedDelivery delivery)
    {
        if (Contains(delivery))
        {
            DeliveryRow.Insert(session, delivery);
            HasRow(delivery);
        }
    }

    /// <summary>
    /// Nothing will tell any more that a delivery has ended. The next start must not take it for one that was never tried, so it goes out
    /// of its occurrence's row where that would be looked at.
    /// </summary>
    public void Forget(SqliteSession session, long occurrenceNo, Guid deliveryId)
    {
        if (occurrenceNo >= _mark)
        {
            OccurrenceRow.ForgetFresh(session, occurrenceNo, deliveryId);
        }
    }

    /// <summary>A delivery has got its row.</summary>
    public void HasRow(QueuedDelivery delivery)
    {
        delivery.RowedIn = _transaction;
        _rowed.Add(delivery);
    }

    /// <summary>Writes, with the transaction, what the next start goes by.</summary>
    public void BeforeCommit(SqliteSession session)
    {
        StoreStragglers(session);
        var mark = _open.TryPeek(out var oldest) ? oldest.No : _created.Count > 0 ? _created[0].No : _newestInTransaction + 1;
        if (mark - _mark >= MarkStep)
        {
            Counter.Save(session, Counter.FreshFrom, mark);
            _markInTransaction = mark;
        }
    }

    /// <summary>The transaction is committed.</summary>
    public void Committed()
    {
        (_newest, _mark) = (_newestInTransaction, _markInTransaction);
        foreach (var occurrence in _created)
        {
            _open.Enqueue(occurrence);
        }

        foreach (var delivery in _rowed)
        {
            delivery.Fresh!.Open--;
            delivery.Fresh = null;
            Count--;
        }

        while (_open.TryPeek(out var oldest) && oldest.Open == 0)
        {
            _open.Dequeue();
        }

        Clear();
    }

    private void StoreStragglers(SqliteSession session)
    {
        var left = MostStragglers;
        foreach (var late in _open)
        {
            if (late.No >= _newestInTransaction - MostBehind)
            {
                return;
            }

            foreach (var delivery in late.Deliveries.Where(Contains))
            {
                if (--left < 0)
                {
                    return;
                }

                Store(session, delivery);
            }
        }
    }

    private void Clear()
    {
        _created.Clear();
        _rowed.Clear();
        _createdDeliveries = 0;
    }
}
