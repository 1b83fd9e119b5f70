using InsideLabs.EventBus.Occurrences;
using InsideLabs.EventBus.Sqlite.Claims;
using InsideLabs.EventBus.Sqlite.Connections;

namespace InsideLabs.EventBus.Sqlite.Deliveries;

/// <summary>An occurrence as a row: its body is stored once, however many deliveries it has.</summary>
/// <param name="Occurrence">The occurrence.</param>
/// <param name="Deliveries">How many deliveries it caused.</param>
internal sealed record OccurrenceRow(Occurrence Occurrence, int Deliveries)
{
    private const string ById = """
        SELECT id, kind, event_type, given, trace_parent, recorded_at, deliveries, body FROM occurrences WHERE id = ?1
        """;

    private const string ByNo = """
        SELECT id, kind, event_type, given, trace_parent, recorded_at, deliveries, body FROM occurrences WHERE no = ?1
        """;

    private const string FreshById = "SELECT no, fresh FROM occurrences WHERE id = ?1 AND fresh IS NOT NULL";

    private const string FreshByNo = "SELECT no, fresh FROM occurrences WHERE no = ?1 AND fresh IS NOT NULL";

    private const string UpdateFresh = "UPDATE occurrences SET fresh = ?2 WHERE no = ?1";

    private const string FreshFrom = "SELECT no, fresh FROM occurrences WHERE no >= ?1 AND fresh IS NOT NULL ORDER BY no";

    private const string InsertNew = """
        INSERT INTO occurrences (id, kind, event_type, given, trace_parent, recorded_at, deliveries, body, fresh)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)
        ON CONFLICT (id) DO NOTHING
        """;

    /// <summary>The number of an interaction; null for an event.</summary>
    public long? Number => Occurrence.Kind == OccurrenceKind.Interaction ? Occurrence.Interaction.Number : null;

    public static OccurrenceRow? Find(SqliteSession session, string id) =>
        session.Prepared(ById).Bind(1, id).ReadFirst(Read);

    public static OccurrenceRow? Find(SqliteSession session, long no) =>
        session.Prepared(ByNo).Bind(1, no).ReadFirst(Read);

    /// <param name="session">The writer's session.</param>
    /// <param name="occurrence">The occurrence.</param>
    /// <param name="deliveries">How many deliveries it causes.</param>
    /// <param name="fresh">Those of them that get no row, see <see cref="FreshColumn"/>; empty for none.</param>
    /// <returns>Whether the id was free; then the row is the last inserted one.</returns>
    public static bool TryInsert(SqliteSession session, Occurrence occurrence, int deliveries, ReadOnlySpan<byte> fresh)
    {
        var insert = session.Prepared(InsertNew)
            .Bind(1, occurrence.Id)
            .Bind(2, (long)occurrence.Kind)
            .Bind(3, occurrence.EventType ?? string.Empty)
            .Bind(4, (long)occurrence.Given)
            .Bind(5, occurrence.TraceParent)
            .Bind(6, occurrence.RecordedAt)
            .Bind(7, deliveries)
            .Bind(8, occurrence.Body.Span);
        return (fresh.IsEmpty ? insert.BindNull(9) : insert.Bind(9, fresh)).Run() > 0;
    }

    /// <summary>
    /// The ids of the deliveries that stand in an occurrence's row, whatever became of them, as a JSON array of hexadecimal texts. It saves an
    /// index of all history by occurrence.
    /// </summary>
    public static string FreshIdsOf(SqliteSession session, string id)
    {
        var fresh = session.Prepared(FreshById).Bind(1, id).ReadFirst(ReadFresh) ?? [];
        return $"[{string.Join(',', fresh.Select(static d => $"\"{d.Id:N}\""))}]";
    }

    /// <summary>The deliveries that stand in the rows of all occurrences from a number on, whatever became of them.</summary>
    public static IEnumerable<QueuedDelivery> FindFreshFrom(SqliteSession session, long no) =>
        session.Prepared(FreshFrom).Bind(1, no).ReadAll(ReadFresh).SelectMany(static d => d);

    /// <summary>Takes a delivery out of its occurrence's row.</summary>
    public static void ForgetFresh(SqliteSession session, long no, Guid deliveryId)
    {
        if (session.Prepared(FreshByNo).Bind(1, no).ReadFirst(ReadFresh) is not { } fresh)
        {
            return;
        }

        QueuedDelivery[] rest = [.. fresh.Where(d => d.Id != deliveryId)];
        var column = new byte[rest.Sum(FreshColumn.SizeOf)];
        FreshColumn.Write(rest, column);
        session.Prepared(UpdateFresh).Bind(1, no).Bind(2, column.Length == 0 ? null : (ReadOnlyMemory<byte>?)column).Run();
    }

    private static List<QueuedDelivery> ReadFresh(Statement row) => FreshColumn.Read(row.Long(0), row.Blob(1));

    private static OccurrenceRow Read(Statement row) => new(
        new Occurrence
        {
            Id = row.Text(0),
            Kind = (OccurrenceKind)row.Int(1),
            EventType = row.Int(1) == (int)OccurrenceKind.Event ? row.Text(2) : null,
            Given = (GivenFields)row.Int(3),
            TraceParent = row.TextOrNull(4),
            RecordedAt = row.Instant(5),
            Body = row.Blob(7),
        },
        row.Int(6));
}
