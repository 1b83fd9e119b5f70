using InsideLabs.EventBus.Sqlite.Connections;
using InsideLabs.EventBus.Sqlite.Writing;

namespace InsideLabs.EventBus.Sqlite.Claims;

/// <summary>
/// Reads the next deliveries of lanes that run empty. It runs on the writer's thread when a batch has been applied: then the
/// rows and what the process remembers of them agree.
/// </summary>
internal sealed class ReloadUnit(Lanes lanes, IReadOnlyList<Lane> hungry) : WriteUnit<bool>
{
    private const string NextPage = """
        SELECT id, occurrence_no, adapter, claim_no, attempts, failures, crashes, retry_at, due_at
        FROM deliveries
        WHERE status = 0 AND subscription_id = ?1 AND (due_at, id) > (?2, ?3)
        ORDER BY due_at, id LIMIT ?4
        """;

    private Exception? _failure;

    public override void Execute(WriteScope scope)
    {
    }

    public override void AfterBatch(WriteScope scope)
    {
        try
        {
            foreach (var lane in hungry)
            {
                Reload(lane, scope.Session);
            }
        }
        catch (SqliteFailure failure)
        {
            _failure = failure.ForCaller(scope.Path);
        }
    }

    public override void Complete()
    {
        lanes.EndReload(hungry);
        if (_failure is null)
        {
            base.Complete();
        }
        else
        {
            base.Fail(_failure);
        }
    }

    public override void Fail(Exception failure)
    {
        lanes.EndReload(hungry);
        base.Fail(failure);
    }

    private void Reload(Lane lane, SqliteSession session)
    {
        // A page may hold nothing but claimed deliveries: then the next one is needed too.
        while (lane.HasMore)
        {
            var size = lanes.PageSize(lane);
            var page = session.Prepared(NextPage)
                .Bind(1, lane.SubscriptionId)
                .Bind(2, lane.Horizon.DueAt)
                .Bind(3, lane.Horizon.Id)
                .Bind(4, size)
                .ReadAll(row => Read(row, lane));
            if (lanes.Extend(lane, page, isLast: page.Count < size))
            {
                return;
            }
        }
    }

    private static QueuedDelivery Read(Statement row, Lane lane) => new()
    {
        Id = row.Guid(0),
        SubscriptionId = lane.SubscriptionId,
        OccurrenceNo = row.Long(1),
        Adapter = string.Intern(row.Text(2)),
        ClaimNo = row.Long(3),
        Attempts = row.Int(4),
        Failures = row.Int(5),
        Crashes = row.Int(6),
        RetryAt = row.Long(7),
        DueAt = row.Long(8),
        Lane = lane,
    };
}
