using InsideLabs.EventBus.Sqlite.Connections;
using InsideLabs.EventBus.Subscriptions;

namespace InsideLabs.EventBus.Sqlite.References;

/// <summary>A subscriber as a row.</summary>
internal static class SubscriberRow
{
    private const string ById = "SELECT id, name, adapter, config, config_credentials FROM subscribers WHERE id = ?1";

    private const string Page = """
        SELECT id, name, adapter, config, config_credentials FROM subscribers WHERE id > ?1 ORDER BY id LIMIT ?2
        """;

    private const string Upsert = """
        INSERT INTO subscribers (id, name, adapter, config, config_credentials) VALUES (?1, ?2, ?3, ?4, ?5)
        ON CONFLICT (id) DO UPDATE SET name = ?2, adapter = ?3, config = ?4, config_credentials = ?5
        """;

    private const string DeleteOne = "DELETE FROM subscribers WHERE id = ?1";

    private const string SelectNamed = "SELECT 1 FROM subscriptions WHERE subscriber_id = ?1 LIMIT 1";

    private const string SelectInherited = "SELECT 1 FROM subscriptions WHERE subscriber_id = ?1 AND inherits_config = 1 LIMIT 1";

    public static Subscriber? Find(SqliteSession session, Guid id) => session.Prepared(ById).Bind(1, id).ReadFirst(Read);

    public static IReadOnlyList<Subscriber> List(SqliteSession session, int? limit, Guid? after) =>
        session.Prepared(Page).BindAfter(1, after).Bind(2, limit ?? -1L).ReadAll(Read);

    /// <summary>Whether a subscription names it.</summary>
    public static bool IsNamed(SqliteSession session, Guid id) => session.Prepared(SelectNamed).Bind(1, id).ReadFirst(static _ => true);

    /// <summary>Whether a subscription inherits its config.</summary>
    public static bool IsInherited(SqliteSession session, Guid id) =>
        session.Prepared(SelectInherited).Bind(1, id).ReadFirst(static _ => true);

    public static void Save(SqliteSession session, Subscriber subscriber) => session.Prepared(Upsert)
        .Bind(1, subscriber.Id)
        .Bind(2, subscriber.Name)
        .Bind(3, subscriber.Adapter)
        .Bind(4, subscriber.Config)
        .Bind(5, subscriber.ConfigCredentials)
        .Run();

    public static void Delete(SqliteSession session, Guid id) => session.Prepared(DeleteOne).Bind(1, id).Run();

    private static Subscriber Read(Statement row) => new()
    {
        Id = row.Guid(0),
        Name = row.Text(1),
        Adapter = row.Text(2),
        Config = row.BlobOrNull(3),
        ConfigCredentials = row.BlobOrNull(4),
    };
}
