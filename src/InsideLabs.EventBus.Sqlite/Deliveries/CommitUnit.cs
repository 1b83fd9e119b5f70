using InsideLabs.EventBus.Deliveries;
using InsideLabs.EventBus.Occurrences;
using InsideLabs.EventBus.Sqlite.Claims;
using InsideLabs.EventBus.Sqlite.Connections;
using InsideLabs.EventBus.Sqlite.Subscriptions;
using InsideLabs.EventBus.Sqlite.Writing;

namespace InsideLabs.EventBus.Sqlite.Deliveries;

/// <summary>Stores occurrences with their deliveries, unless ids conflict or the match is out of date.</summary>
internal sealed class CommitUnit(Lanes lanes, OccurrenceCommit commit) : WriteUnit<CommitResult>
{
    private const string InsertDelivery = """
        INSERT INTO deliveries
            (id, occurrence_no, subscription_id, adapter, status, claim_no, attempts, failures, crashes, retry_at, due_at)
        VALUES (?1, ?2, ?3, ?4, 0, 0, 0, 0, 0, ?5, ?6)
        """;

    private readonly List<QueuedDelivery> _queued = [];

    public override int Weight => commit.Items.Sum(static i => i.Occurrence.Body.Length);

    public override void Execute(WriteScope scope)
    {
        _queued.Clear();
        var isCurrent = commit.MatchedVersion >= scope.SubscriptionsVersion;

        // The usual publish: one new event. Its insert alone tells whether the id was free.
        if (isCurrent && commit.Items is [var only] && TryInsert(scope.Session, only))
        {
            Result = CommitResult.Stored([new CommitReceipt(only.Deliveries.Count, IsDuplicate: false)]);
            return;
        }

        Result = Judge(scope, isCurrent);
    }

    public override void Apply() => lanes.Add(_queued, RowCounts.Of(DeliveryStatus.Scheduled, isTried: false, _queued.Count));

    private CommitResult Judge(WriteScope scope, bool isCurrent)
    {
        var receipts = new CommitReceipt[commit.Items.Count];
        var conflicts = new List<int>();
        var first = new Dictionary<string, OccurrenceRow>(StringComparer.Ordinal);
        var fresh = new List<NewOccurrence>();
        for (var i = 0; i < receipts.Length; i++)
        {
            var (occurrence, deliveries) = commit.Items[i];
            var known = first.GetValueOrDefault(occurrence.Id) ?? OccurrenceRow.Find(scope.Session, occurrence.Id);
            if (known is null)
            {
                fresh.Add(commit.Items[i]);
            }
            else if (!known.Occurrence.HasSameContent(occurrence))
            {
                conflicts.Add(i);
            }

            receipts[i] = new CommitReceipt(known?.Deliveries ?? deliveries.Count, known is not null);
            first.TryAdd(occurrence.Id, known ?? new OccurrenceRow(occurrence, deliveries.Count));
        }

        if (conflicts.Count > 0)
        {
            return CommitResult.Conflict(conflicts);
        }

        if (fresh.Count > 0 && !isCurrent)
        {
            return CommitResult.StaleMatch(SubscriptionRow.ReadChanges(scope.Session, commit.MatchedVersion));
        }

        foreach (var item in fresh)
        {
            TryInsert(scope.Session, item);
        }

        return CommitResult.Stored(receipts);
    }

    private bool TryInsert(SqliteSession session, NewOccurrence item)
    {
        if (!OccurrenceRow.TryInsert(session, item.Occurrence, item.Deliveries.Count))
        {
            return false;
        }

        var occurrenceNo = session.LastInsertedRow;
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

    private static QueuedDelivery Queue(Occurrence occurrence, long occurrenceNo, in NewDelivery delivery) => new()
    {
        Id = delivery.Id,
        SubscriptionId = delivery.SubscriptionId,
        OccurrenceNo = occurrenceNo,
        Adapter = delivery.Adapter,
        DueAt = delivery.DueAt.UtcTicks,
        Occurrence = occurrence,
    };
}
