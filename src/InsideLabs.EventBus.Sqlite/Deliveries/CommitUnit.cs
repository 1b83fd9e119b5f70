using System.Runtime.InteropServices;
using InsideLabs.EventBus.Deliveries;
using InsideLabs.EventBus.Occurrences;
using InsideLabs.EventBus.Sqlite.Claims;
using InsideLabs.EventBus.Sqlite.Connections;
using InsideLabs.EventBus.Sqlite.References;
using InsideLabs.EventBus.Sqlite.Subscriptions;
using InsideLabs.EventBus.Sqlite.Writing;

namespace InsideLabs.EventBus.Sqlite.Deliveries;

/// <summary>
/// Stores occurrences with their deliveries, unless ids conflict, the match is out of date, or an interaction refers to something
/// that is gone. An interaction gets its number here: it is part of the body.
/// </summary>
internal sealed class CommitUnit(Lanes lanes, RecordedReferences references, OccurrenceCommit commit) : WriteUnit<CommitResult>
{
    private const int SmallBuffer = 1024;

    [ThreadStatic]
    private static byte[]? _buffer;

    private readonly List<QueuedDelivery> _queued = [];
    private readonly List<Reference> _marked = [];

    public override int Weight => commit.Items.Sum(static i => i.Occurrence.Body.Length + (i.Deliveries.Count * FreshColumn.UsualSize));

    public override void Execute(WriteScope scope)
    {
        _queued.Clear();
        _marked.Clear();
        var isCurrent = commit.MatchedVersion >= scope.SubscriptionsVersion;

        // The usual commit: nothing changed meanwhile, and all is new. The inserts themselves tell whether the ids were free.
        Result = (isCurrent ? TryStore(scope) : null) ?? Judge(scope, isCurrent);
    }

    public override void Apply()
    {
        references.Remember(_marked);
        lanes.Add(_queued, RowCounts.Of(DeliveryStatus.Scheduled, isTried: false, _queued.Count));
    }

    private CommitResult? TryStore(WriteScope scope)
    {
        if (commit.Items is not [var only])
        {
            return TryStoreAll(scope);
        }

        if (Hold(scope.Session, only.Occurrence))
        {
            long? number = IsInteraction(only) ? scope.LastInteractionNumber + 1 : null;
            if (TryInsert(scope, Stamp(only, number)))
            {
                Count(scope, number);
                return CommitResult.Stored([new CommitReceipt(only.Deliveries.Count, IsDuplicate: false, number)]);
            }
        }

        return null;
    }

    /// <summary>Stores a batch of events, or leaves everything as it was when one of their ids was used before.</summary>
    private CommitResult? TryStoreAll(WriteScope scope)
    {
        if (commit.Items.Any(IsInteraction))
        {
            return null;
        }

        var (session, before) = (scope.Session, scope.Fresh.Save());
        session.Prepared("SAVEPOINT batch").Run();
        var receipts = new CommitReceipt[commit.Items.Count];
        for (var i = 0; i < receipts.Length; i++)
        {
            var item = commit.Items[i];
            if (!TryInsert(scope, item))
            {
                session.Prepared("ROLLBACK TO batch").Run();
                session.Prepared("RELEASE batch").Run();
                scope.Fresh.Restore(before);
                _queued.Clear();
                return null;
            }

            receipts[i] = new CommitReceipt(item.Deliveries.Count, IsDuplicate: false, null);
        }

        session.Prepared("RELEASE batch").Run();
        return CommitResult.Stored(receipts);
    }

    private CommitResult Judge(WriteScope scope, bool isCurrent)
    {
        var receipts = new CommitReceipt[commit.Items.Count];
        var (conflicts, missing) = (new List<int>(), new List<int>());
        var first = new Dictionary<string, OccurrenceRow>(StringComparer.Ordinal);
        var fresh = new List<NewOccurrence>();
        long? number = null;
        for (var i = 0; i < receipts.Length; i++)
        {
            var item = commit.Items[i];
            var known = first.GetValueOrDefault(item.Occurrence.Id) ?? OccurrenceRow.Find(scope.Session, item.Occurrence.Id);
            if (known is null)
            {
                number = IsInteraction(item) ? (number ?? scope.LastInteractionNumber) + 1 : number;
                item = Stamp(item, number);
                fresh.Add(item);
            }
            else if (!known.Occurrence.HasSameContent(item.Occurrence))
            {
                conflicts.Add(i);
            }

            if (!Hold(scope.Session, item.Occurrence))
            {
                missing.Add(i);
            }

            var row = known ?? new OccurrenceRow(item.Occurrence, item.Deliveries.Count);
            receipts[i] = new CommitReceipt(row.Deliveries, known is not null, row.Number);
            first.TryAdd(item.Occurrence.Id, row);
        }

        if (conflicts.Count > 0)
        {
            return CommitResult.Conflict(conflicts);
        }

        if (fresh.Count > 0 && !isCurrent)
        {
            return CommitResult.StaleMatch(SubscriptionRow.ReadChanges(scope.Session, commit.MatchedVersion));
        }

        if (missing.Count > 0)
        {
            return CommitResult.MissingReference(missing);
        }

        foreach (var item in fresh)
        {
            TryInsert(scope, item);
        }

        Count(scope, number);
        return CommitResult.Stored(receipts);
    }

    private bool TryInsert(WriteScope scope, NewOccurrence item)
    {
        var fresh = Queue(scope, item);
        if (!OccurrenceRow.TryInsert(scope.Session, item.Occurrence, item.Deliveries.Count, FreshColumnOf(fresh)))
        {
            _queued.RemoveRange(_queued.Count - item.Deliveries.Count, item.Deliveries.Count);
            return false;
        }

        var occurrenceNo = scope.Session.LastInsertedRow;
        if (IsInteraction(item))
        {
            references.Mark(scope.Session, item.Occurrence.Interaction, _marked);
        }

        scope.Fresh.Add(occurrenceNo, fresh);
        foreach (var delivery in CollectionsMarshal.AsSpan(_queued)[^item.Deliveries.Count..])
        {
            delivery.OccurrenceNo = occurrenceNo;
            if (delivery.Fresh is null)
            {
                DeliveryRow.Insert(scope.Session, delivery);
            }
        }

        return true;
    }

    /// <summary>
    /// Makes what will be queued, and tells which of it needs no row: what is due at once and will stand in memory until it has ended.
    /// A handler's delivery may end with the process, which its row has to tell.
    /// </summary>
    private QueuedDelivery[] Queue(WriteScope scope, NewOccurrence item)
    {
        if (item.Deliveries.Count == 0)
        {
            return [];
        }

        var fresh = new QueuedDelivery[item.Deliveries.Count];
        var count = 0;
        foreach (var delivery in item.Deliveries)
        {
            var queued = Queue(item.Occurrence, delivery);
            _queued.Add(queued);
            if (queued.DueAt == queued.RetryAt && !queued.IsHandler
                && lanes.WillRemember(queued.SubscriptionId, queued.Key, scope.Transaction, scope.Fresh.CreatedCount + count))
            {
                fresh[count++] = queued;
            }
        }

        return count == fresh.Length ? fresh : fresh[..count];
    }

    /// <summary>The bytes lie in a buffer of the unit's thread, until the next call.</summary>
    private static ReadOnlySpan<byte> FreshColumnOf(QueuedDelivery[] fresh)
    {
        var size = fresh.Sum(FreshColumn.SizeOf);
        if (_buffer is null || _buffer.Length < size)
        {
            _buffer = new byte[Math.Max(size, SmallBuffer)];
        }

        FreshColumn.Write(fresh, _buffer);
        return _buffer.AsSpan(0, size);
    }

    /// <summary>Whether all that an interaction refers to is there; an event refers to nothing.</summary>
    private bool Hold(SqliteSession session, Occurrence occurrence) =>
        occurrence.Kind != OccurrenceKind.Interaction || references.Hold(session, occurrence.Interaction);

    private static bool IsInteraction(NewOccurrence item) => item.Occurrence.Kind == OccurrenceKind.Interaction;

    private static NewOccurrence Stamp(NewOccurrence item, long? number) =>
        IsInteraction(item) ? item with { Occurrence = item.Occurrence.WithNumber(number!.Value) } : item;

    private static void Count(WriteScope scope, long? lastNumber)
    {
        if (lastNumber is { } number)
        {
            scope.LastInteractionNumber = number;
        }
    }

    private static QueuedDelivery Queue(Occurrence occurrence, in NewDelivery delivery) => new()
    {
        Id = delivery.Id,
        SubscriptionId = delivery.SubscriptionId,
        Adapter = delivery.Adapter,
        RetryAt = delivery.RetryAt.UtcTicks,
        DueAt = delivery.DueAt.UtcTicks,
        Occurrence = occurrence,
    };
}
