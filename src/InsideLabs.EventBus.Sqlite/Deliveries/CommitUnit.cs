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
    private const string InsertDelivery = """
        INSERT INTO deliveries
            (id, occurrence_no, subscription_id, adapter, status, claim_no, attempts, failures, crashes, retry_at, due_at)
        VALUES (?1, ?2, ?3, ?4, 0, 0, 0, 0, 0, ?5, ?6)
        """;

    private readonly List<QueuedDelivery> _queued = [];
    private readonly List<Reference> _marked = [];

    public override int Weight => commit.Items.Sum(static i => i.Occurrence.Body.Length);

    public override void Execute(WriteScope scope)
    {
        _queued.Clear();
        _marked.Clear();
        var isCurrent = commit.MatchedVersion >= scope.SubscriptionsVersion;

        // The usual commit: one new occurrence. Its insert alone tells whether the id was free.
        if (isCurrent && commit.Items is [var only] && Hold(scope.Session, only.Occurrence))
        {
            long? number = IsInteraction(only) ? scope.LastInteractionNumber + 1 : null;
            if (TryInsert(scope.Session, Stamp(only, number)))
            {
                Count(scope, number);
                Result = CommitResult.Stored([new CommitReceipt(only.Deliveries.Count, IsDuplicate: false, number)]);
                return;
            }
        }

        Result = Judge(scope, isCurrent);
    }

    public override void Apply()
    {
        references.Remember(_marked);
        lanes.Add(_queued, RowCounts.Of(DeliveryStatus.Scheduled, isTried: false, _queued.Count));
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
            TryInsert(scope.Session, item);
        }

        Count(scope, number);
        return CommitResult.Stored(receipts);
    }

    private bool TryInsert(SqliteSession session, NewOccurrence item)
    {
        if (!OccurrenceRow.TryInsert(session, item.Occurrence, item.Deliveries.Count))
        {
            return false;
        }

        var occurrenceNo = session.LastInsertedRow;
        if (IsInteraction(item))
        {
            references.Mark(session, item.Occurrence.Interaction, _marked);
        }

        foreach (var delivery in item.Deliveries)
        {
            session.Prepared(InsertDelivery)
                .Bind(1, delivery.Id)
                .Bind(2, occurrenceNo)
                .Bind(3, delivery.SubscriptionId)
                .Bind(4, delivery.Adapter)
                .Bind(5, delivery.RetryAt)
                .Bind(6, delivery.DueAt)
                .Run();
            _queued.Add(Queue(item.Occurrence, occurrenceNo, delivery));
        }

        return true;
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

    private static QueuedDelivery Queue(Occurrence occurrence, long occurrenceNo, in NewDelivery delivery) => new()
    {
        Id = delivery.Id,
        SubscriptionId = delivery.SubscriptionId,
        OccurrenceNo = occurrenceNo,
        Adapter = delivery.Adapter,
        RetryAt = delivery.RetryAt.UtcTicks,
        DueAt = delivery.DueAt.UtcTicks,
        Occurrence = occurrence,
    };
}
