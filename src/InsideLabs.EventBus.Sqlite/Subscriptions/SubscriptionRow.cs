using System.Collections.Immutable;
using System.Text.Json;
using InsideLabs.EventBus.Events;
using InsideLabs.EventBus.Sqlite.Connections;
using InsideLabs.EventBus.Subscriptions;

namespace InsideLabs.EventBus.Sqlite.Subscriptions;

/// <summary>A subscription as a row. A deleted one leaves its id and the version of its deletion behind.</summary>
internal static class SubscriptionRow
{
    private const string Select = """
        SELECT id, version, status, event_types, adapter, config, secret_current, secret_previous, secret_previous_until, labels,
            retry_delays, created_at, updated_at, deleted, subscriber_id, inherits_config, config_credentials, resource_type_id,
            action_id, origin_id, delivery_schedule
        FROM subscriptions
        """;

    private const string SelectById = Select + " WHERE deleted = 0 AND id = ?1";

    private const string SelectPage = Select + " WHERE deleted = 0 AND id > ?1 AND status = COALESCE(?2, status) ORDER BY id";

    private const string SelectChanged = Select + " WHERE version > ?1 ORDER BY version";

    private const string SelectVersionOf = "SELECT version FROM subscriptions WHERE deleted = 0 AND id = ?1";

    private const string SelectVersion = "SELECT COALESCE(MAX(version), 0) FROM subscriptions";

    private const string SelectHeld = "SELECT id FROM subscriptions WHERE held = 1";

    private const string Upsert = """
        INSERT INTO subscriptions
            (id, version, status, event_types, adapter, config, secret_current, secret_previous, secret_previous_until, labels,
            retry_delays, created_at, updated_at, held, deleted, subscriber_id, inherits_config, config_credentials,
            resource_type_id, action_id, origin_id, delivery_schedule)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, COALESCE(?14, 0), 0, ?15, ?16, ?17, ?18, ?19, ?20, ?21)
        ON CONFLICT (id) DO UPDATE SET
            version = ?2, status = ?3, event_types = ?4, adapter = ?5, config = ?6, secret_current = ?7, secret_previous = ?8,
            secret_previous_until = ?9, labels = ?10, retry_delays = ?11, created_at = ?12, updated_at = ?13,
            held = COALESCE(?14, held), deleted = 0, subscriber_id = ?15, inherits_config = ?16, config_credentials = ?17,
            resource_type_id = ?18, action_id = ?19, origin_id = ?20, delivery_schedule = ?21
        """;

    private const string Bury = """
        INSERT INTO subscriptions (id, version, held, deleted) VALUES (?1, ?2, 0, 1)
        ON CONFLICT (id) DO UPDATE SET
            version = ?2, deleted = 1, held = 0, status = NULL, event_types = NULL, adapter = NULL, config = NULL,
            secret_current = NULL, secret_previous = NULL, secret_previous_until = NULL, labels = NULL, retry_delays = NULL,
            created_at = NULL, updated_at = NULL, subscriber_id = NULL, inherits_config = 0, config_credentials = NULL,
            resource_type_id = NULL, action_id = NULL, origin_id = NULL, delivery_schedule = NULL
        """;

    private const string SelectHeirs = """
        SELECT id FROM subscriptions
        WHERE subscriber_id = ?1 AND inherits_config = 1 AND (config IS NOT ?2 OR config_credentials IS NOT ?3)
        ORDER BY id
        """;

    private const string UpdateConfig = """
        UPDATE subscriptions SET version = ?2, config = ?3, config_credentials = ?4, updated_at = ?5 WHERE id = ?1
        """;

    public static Subscription? Find(SqliteSession session, Guid id) =>
        session.Prepared(SelectById).Bind(1, id).ReadFirst(Read);

    public static IReadOnlyList<Subscription> List(SqliteSession session, SubscriptionFilter filter) => session.Prepared(SelectPage)
        .Bind(1, filter.After ?? Guid.Empty)
        .Bind(2, (long?)filter.Status)
        .ReadAll(Read, filter.Includes, filter.Limit);

    public static long ReadVersion(SqliteSession session) =>
        session.Prepared(SelectVersion).ReadFirst(static row => row.Long(0));

    /// <summary>The version of a subscription; 0 when there is none, or no more.</summary>
    public static long ReadVersion(SqliteSession session, Guid id) =>
        session.Prepared(SelectVersionOf).Bind(1, id).ReadFirst(static row => row.Long(0));

    public static List<Guid> ListHeld(SqliteSession session) =>
        session.Prepared(SelectHeld).ReadAll(static row => row.Guid(0));

    /// <summary>Reads what changed. Run it where nobody writes in between, or in a transaction.</summary>
    public static SubscriptionChanges ReadChanges(SqliteSession session, long sinceVersion) => new(
        ReadVersion(session),
        session.Prepared(SelectChanged)
            .Bind(1, sinceVersion)
            .ReadAll(static row => new SubscriptionChange(row.Guid(0), row.Int(13) == 0 ? Read(row) : null)));

    /// <param name="session">The writer's connection.</param>
    /// <param name="state">The new state.</param>
    /// <param name="version">Its version.</param>
    /// <param name="held">Whether its deliveries are held from now on; null leaves that as it is.</param>
    public static void Save(SqliteSession session, Subscription state, long version, bool? held) => session.Prepared(Upsert)
        .Bind(1, state.Id)
        .Bind(2, version)
        .Bind(3, (long)state.Status)
        .Bind(4, JsonSerializer.Serialize([.. state.Match.EventTypes.Select(p => p.Value)], JsonColumns.Default.StringArray))
        .Bind(5, state.Adapter)
        .Bind(6, state.Config.Span)
        .Bind(7, state.SigningSecrets?.Current)
        .Bind(8, state.SigningSecrets?.Previous)
        .Bind(9, state.SigningSecrets?.PreviousValidUntil)
        .Bind(10, JsonSerializer.Serialize([.. state.Labels], JsonColumns.Default.StringArray))
        .Bind(11, state.RetryDelays is { } ladder
            ? JsonSerializer.Serialize([.. ladder.Delays.Select(d => d.Ticks)], JsonColumns.Default.Int64Array)
            : null)
        .Bind(12, state.CreatedAt)
        .Bind(13, state.UpdatedAt)
        .Bind(14, held is { } set ? (set ? 1L : 0L) : (long?)null)
        .Bind(15, state.SubscriberId)
        .Bind(16, state.InheritsConfig ? 1L : 0L)
        .Bind(17, state.ConfigCredentials)
        .Bind(18, state.Match.Interaction?.ResourceTypeId)
        .Bind(19, state.Match.Interaction?.ActionId)
        .Bind(20, state.Match.Interaction?.OriginId)
        .Bind(21, ScheduleColumn.Write(state.DeliverySchedule))
        .Run();

    /// <summary>The subscriptions that inherit a subscriber's config and do not have it yet.</summary>
    public static List<Guid> ListHeirs(SqliteSession session, Subscriber subscriber) => session.Prepared(SelectHeirs)
        .Bind(1, subscriber.Id)
        .Bind(2, subscriber.Config)
        .Bind(3, subscriber.ConfigCredentials)
        .ReadAll(static row => row.Guid(0));

    /// <summary>Gives a subscription its subscriber's config.</summary>
    public static void SaveConfig(SqliteSession session, Guid id, long version, Subscriber subscriber, DateTimeOffset changedAt) =>
        session.Prepared(UpdateConfig)
            .Bind(1, id)
            .Bind(2, version)
            .Bind(3, subscriber.Config)
            .Bind(4, subscriber.ConfigCredentials)
            .Bind(5, changedAt)
            .Run();

    public static void Delete(SqliteSession session, Guid id, long version) =>
        session.Prepared(Bury).Bind(1, id).Bind(2, version).Run();

    private static Subscription Read(Statement row) => new()
    {
        Id = row.Guid(0),
        Version = row.Long(1),
        Status = (SubscriptionStatus)row.Int(2),
        Match = row.IsNull(17)
            ? new SubscriptionMatch([.. Strings(row, 3).Select(EventPattern.Parse)])
            : new SubscriptionMatch(new InteractionMatch(row.Guid(17), row.Guid(18), row.GuidOrNull(19))),
        Adapter = row.Text(4),
        Config = row.Blob(5),
        SigningSecrets = row.IsNull(6)
            ? null
            : new SigningSecrets(row.Blob(6), row.BlobOrNull(7), row.InstantOrNull(8)),
        Labels = ImmutableArray.Create(Strings(row, 9)),
        RetryDelays = row.IsNull(10)
            ? null
            : new RetryLadder(JsonSerializer.Deserialize(row.Text(10), JsonColumns.Default.Int64Array)!.Select(TimeSpan.FromTicks)),
        DeliverySchedule = ScheduleColumn.Read(row.TextOrNull(20)),
        CreatedAt = row.Instant(11),
        UpdatedAt = row.Instant(12),
        SubscriberId = row.GuidOrNull(14),
        InheritsConfig = row.Int(15) != 0,
        ConfigCredentials = row.BlobOrNull(16),
    };

    private static string[] Strings(Statement row, int column) =>
        JsonSerializer.Deserialize(row.Text(column), JsonColumns.Default.StringArray)!;
}
