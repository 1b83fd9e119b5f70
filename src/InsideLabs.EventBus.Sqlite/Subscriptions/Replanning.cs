using System.Runtime.InteropServices;
using InsideLabs.EventBus.Sqlite.Connections;

namespace InsideLabs.EventBus.Sqlite.Subscriptions;

/// <summary>Works out anew when the unfinished deliveries of a subscription are due, and writes those that change.</summary>
/// <param name="dueAt">Gives the due time that belongs to a retry time.</param>
internal sealed class Replanning(Func<DateTimeOffset, DateTimeOffset> dueAt)
{
    private const string SelectScheduled = "SELECT id, retry_at, due_at FROM deliveries WHERE status = 0 AND subscription_id = ?1";

    private const string SelectClaimed = "SELECT id, retry_at, due_at FROM deliveries WHERE status = 1 AND subscription_id = ?1";

    private const string Update = "UPDATE deliveries SET due_at = ?2 WHERE id = ?1";

    private readonly Dictionary<long, long> _dueTimes = [];

    public void Run(SqliteSession session, Guid subscriptionId)
    {
        _dueTimes.Clear();
        List<Change> changes = [.. Find(session.Prepared(SelectScheduled), subscriptionId), .. Find(session.Prepared(SelectClaimed), subscriptionId)];
        foreach (var change in changes)
        {
            session.Prepared(Update).Bind(1, change.Id).Bind(2, change.DueAt).Run();
        }
    }

    /// <summary>When a delivery is due that was among them, in UTC ticks; null when its retry time is none of theirs.</summary>
    public long? Find(long retryAt) => _dueTimes.TryGetValue(retryAt, out var known) ? known : null;

    private List<Change> Find(Statement select, Guid subscriptionId) => select.Bind(1, subscriptionId).ReadAll(
        row => new Change(row.Guid(0), WorkOut(row.Long(1)), IsNeeded: WorkOut(row.Long(1)) != row.Long(2)),
        static change => change.IsNeeded);

    private long WorkOut(long retryAt)
    {
        if (!_dueTimes.TryGetValue(retryAt, out var known))
        {
            known = dueAt(new DateTimeOffset(retryAt, TimeSpan.Zero)).UtcTicks;
            _dueTimes.Add(retryAt, known);
        }

        return known;
    }

    [StructLayout(LayoutKind.Auto)]
    private readonly record struct Change(Guid Id, long DueAt, bool IsNeeded);
}
