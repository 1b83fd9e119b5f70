using InsideLabs.EventBus.Deliveries;
using InsideLabs.EventBus.Sqlite.Connections;

namespace InsideLabs.EventBus.Sqlite.Subscriptions;

/// <summary>
/// The failed attempts of each subscription since its last success. The process remembers which subscriptions have a row, so that
/// the success of one that works costs nothing. The writer's alone.
/// </summary>
internal sealed class FailureStreaks(IEnumerable<Guid> stored)
{
    private const string SelectIds = "SELECT subscription_id FROM failure_streaks";

    private const string Add = """
        INSERT INTO failure_streaks (subscription_id, since, failures) VALUES (?1, ?2, 1)
        ON CONFLICT (subscription_id) DO UPDATE SET failures = failures + 1
        RETURNING since, failures
        """;

    private const string Delete = "DELETE FROM failure_streaks WHERE subscription_id = ?1";

    // Also holds those whose failure was rolled back: ending a streak that is not there does no harm.
    private readonly HashSet<Guid> _failing = [.. stored];

    public static List<Guid> List(SqliteSession session) => session.Prepared(SelectIds).ReadAll(static row => row.Guid(0));

    /// <summary>Adds an attempt that failed, within a transaction.</summary>
    public FailureStreak Count(SqliteSession session, Guid subscriptionId, DateTimeOffset endedAt)
    {
        _failing.Add(subscriptionId);
        return session.Prepared(Add)
            .Bind(1, subscriptionId)
            .Bind(2, endedAt)
            .ReadAll(static row => new FailureStreak(row.Instant(0), row.Int(1)))[0];
    }

    /// <summary>Ends a streak, within a transaction.</summary>
    public void End(SqliteSession session, Guid subscriptionId)
    {
        if (_failing.Contains(subscriptionId))
        {
            session.Prepared(Delete).Bind(1, subscriptionId).Run();
        }
    }

    /// <summary>Remembers after the commit what a unit did, in the order of the units.</summary>
    /// <param name="subscriptionId">The subscription.</param>
    /// <param name="isFailing">Whether it has a row now.</param>
    public void Remember(Guid subscriptionId, bool isFailing)
    {
        if (isFailing)
        {
            _failing.Add(subscriptionId);
        }
        else
        {
            _failing.Remove(subscriptionId);
        }
    }
}
