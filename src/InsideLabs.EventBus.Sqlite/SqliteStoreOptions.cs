using InsideLabs.EventBus.Deliveries;
using InsideLabs.EventBus.Sqlite.Claims;

namespace InsideLabs.EventBus.Sqlite;

/// <summary>Where the embedded store keeps its file, and what an acknowledged publish survives.</summary>
public sealed class SqliteStoreOptions
{
    /// <summary>
    /// The database file, on a local disk; made when it does not exist, its directory is not. Beside it appear
    /// <c>-wal</c> and <c>-shm</c> files, which belong to it, and <c>.lock</c>.
    /// </summary>
    public string Path { get; set; } = string.Empty;

    /// <summary>
    /// What an acknowledged publish survives: <see cref="Durability.Durable"/> (the default) costs one fsync per group of
    /// concurrent publishes, <see cref="Durability.ProcessCrash"/> none. <see cref="Durability.Memory"/> is refused: that is
    /// what the in-memory store is for.
    /// </summary>
    public Durability Durability { get; set; } = Durability.Durable;

    /// <summary>
    /// The file with the keys for secrets at rest, made with one random key and mode 600 when it does not exist. Null (the
    /// default) for the database's path followed by <c>.key</c>. Not used when the host registers its own key ring.
    /// </summary>
    public string? KeyFilePath { get; set; }

    /// <summary>How much of the queue stands in memory.</summary>
    internal LaneLimits Lanes { get; set; } = LaneLimits.Default;
}
