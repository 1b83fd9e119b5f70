namespace InsideLabs.EventBus.Sqlite.Receipts;

/// <summary>Where a receiver keeps its receipts. Validated when the host starts.</summary>
public sealed class SqliteReceiptOptions
{
    /// <summary>
    /// The receiver's own database file, where the tables are that its handlers write; made when it does not exist, its directory
    /// is not. The receipts add one table to it, <c>insidelabs_receipts</c>, and switch it to a write-ahead log. Not the file
    /// of the bus's own queue, which belongs to the queue alone.
    /// </summary>
    public string Path { get; set; } = string.Empty;

    /// <summary>
    /// How long a write waits while another process writes to the file, before it fails as unavailable. Default: 5 s. Range: 0
    /// to 1 min. Within this process writes take turns for as long as it takes.
    /// </summary>
    public TimeSpan BusyTimeout { get; set; } = TimeSpan.FromSeconds(5);
}
