using InsideLabs.EventBus.Sqlite.Connections;

namespace InsideLabs.EventBus.Sqlite.Claims;

/// <summary>Finds the subscriptions that have something queued, one step in the index for each, whatever the backlog.</summary>
internal static class QueuedSubscriptions
{
    private const string Next = """
        SELECT subscription_id FROM deliveries
        WHERE status = 0 AND subscription_id > ?1 ORDER BY subscription_id LIMIT 1
        """;

    public static List<Guid> List(SqliteSession session)
    {
        var found = new List<Guid>();

        // The empty blob stands before every id.
        var next = session.Prepared(Next).Bind(1, []).ReadFirst(Read);
        while (next is { } id)
        {
            found.Add(id);
            next = session.Prepared(Next).Bind(1, id).ReadFirst(Read);
        }

        return found;
    }

    private static Guid? Read(Statement row) => row.Guid(0);
}
