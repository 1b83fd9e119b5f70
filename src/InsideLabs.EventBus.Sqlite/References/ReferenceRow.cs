using InsideLabs.EventBus.Interactions;
using InsideLabs.EventBus.Sqlite.Connections;

namespace InsideLabs.EventBus.Sqlite.References;

/// <summary>A resource type, action or origin as a row.</summary>
internal static class ReferenceRow
{
    private const string ById = "SELECT id, mnemonic, title, description FROM reference_items WHERE kind = ?1 AND id = ?2";

    private const string ByMnemonic = "SELECT id, mnemonic, title, description FROM reference_items WHERE kind = ?1 AND mnemonic = ?2";

    private const string Page = """
        SELECT id, mnemonic, title, description FROM reference_items WHERE kind = ?1 AND id > ?2 ORDER BY id LIMIT ?3
        """;

    private const string SelectOne = "SELECT 1 FROM reference_items WHERE kind = ?1 AND id = ?2";

    private const string Upsert = """
        INSERT INTO reference_items (kind, id, mnemonic, title, description, recorded) VALUES (?1, ?2, ?3, ?4, ?5, 0)
        ON CONFLICT (kind, id) DO UPDATE SET mnemonic = ?3, title = ?4, description = ?5
        """;

    private const string SetRecorded = "UPDATE reference_items SET recorded = 1 WHERE kind = ?1 AND id = ?2 AND recorded = 0";

    private const string DeleteOne = "DELETE FROM reference_items WHERE kind = ?1 AND id = ?2";

    private const string ResourceTypeIsUsed = """
        SELECT recorded OR EXISTS (SELECT 1 FROM subscriptions WHERE resource_type_id = ?2)
        FROM reference_items WHERE kind = ?1 AND id = ?2
        """;

    private const string ActionIsUsed = """
        SELECT recorded OR EXISTS (SELECT 1 FROM subscriptions WHERE action_id = ?2) FROM reference_items WHERE kind = ?1 AND id = ?2
        """;

    private const string OriginIsUsed = """
        SELECT recorded OR EXISTS (SELECT 1 FROM subscriptions WHERE origin_id = ?2) FROM reference_items WHERE kind = ?1 AND id = ?2
        """;

    public static ReferenceItem? Find(SqliteSession session, Reference reference) =>
        On(session, ById, reference).ReadFirst(Read);

    public static ReferenceItem? Find(SqliteSession session, ReferenceKind kind, string mnemonic) =>
        session.Prepared(ByMnemonic).Bind(1, (long)kind).Bind(2, mnemonic).ReadFirst(Read);

    public static IReadOnlyList<ReferenceItem> List(SqliteSession session, ReferenceKind kind, int? limit, Guid? after) =>
        session.Prepared(Page).Bind(1, (long)kind).BindAfter(2, after).Bind(3, limit ?? -1L).ReadAll(Read);

    public static bool Exists(SqliteSession session, Reference reference) =>
        On(session, SelectOne, reference).ReadFirst(static _ => true);

    /// <summary>Whether anything refers to it; null when it is not there.</summary>
    public static bool? IsUsed(SqliteSession session, Reference reference)
    {
        var sql = reference.Kind switch
        {
            ReferenceKind.ResourceType => ResourceTypeIsUsed,
            ReferenceKind.Action => ActionIsUsed,
            _ => OriginIsUsed,
        };
        return On(session, sql, reference).ReadFirst(static row => (bool?)(row.Int(0) != 0));
    }

    public static void Save(SqliteSession session, ReferenceKind kind, ReferenceItem item) => session.Prepared(Upsert)
        .Bind(1, (long)kind)
        .Bind(2, item.Id)
        .Bind(3, item.Mnemonic)
        .Bind(4, item.Title)
        .Bind(5, item.Description)
        .Run();

    public static void MarkRecorded(SqliteSession session, Reference reference) => On(session, SetRecorded, reference).Run();

    public static void Delete(SqliteSession session, Reference reference) => On(session, DeleteOne, reference).Run();

    private static Statement On(SqliteSession session, string constantSql, Reference reference) =>
        session.Prepared(constantSql).Bind(1, (long)reference.Kind).Bind(2, reference.Id);

    private static ReferenceItem Read(Statement row) => new()
    {
        Id = row.Guid(0),
        Mnemonic = row.Text(1),
        Title = row.Text(2),
        Description = row.TextOrNull(3),
    };
}
