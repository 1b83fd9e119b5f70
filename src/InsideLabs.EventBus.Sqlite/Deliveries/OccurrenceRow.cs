using InsideLabs.EventBus.Occurrences;
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

    private const string InsertNew = """
        INSERT INTO occurrences (id, kind, event_type, given, trace_parent, recorded_at, deliveries, body)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)
        ON CONFLICT (id) DO NOTHING
        """;

    /// <summary>The number of an interaction; null for an event.</summary>
    public long? Number => Occurrence.Kind == OccurrenceKind.Interaction ? Occurrence.Interaction.Number : null;

    public static OccurrenceRow? Find(SqliteSession session, string id) =>
        session.Prepared(ById).Bind(1, id).ReadFirst(Read);

    public static OccurrenceRow? Find(SqliteSession session, long no) =>
        session.Prepared(ByNo).Bind(1, no).ReadFirst(Read);

    /// <returns>Whether the id was free; then the row is the last inserted one.</returns>
    public static bool TryInsert(SqliteSession session, Occurrence occurrence, int deliveries) =>
        session.Prepared(InsertNew)
            .Bind(1, occurrence.Id)
            .Bind(2, (long)occurrence.Kind)
            .Bind(3, occurrence.EventType ?? string.Empty)
            .Bind(4, (long)occurrence.Given)
            .Bind(5, occurrence.TraceParent)
            .Bind(6, occurrence.RecordedAt)
            .Bind(7, deliveries)
            .Bind(8, occurrence.Body.Span)
            .Run() > 0;

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
