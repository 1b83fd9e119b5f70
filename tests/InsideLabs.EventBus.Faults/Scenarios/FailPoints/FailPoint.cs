namespace InsideLabs.EventBus.Faults.Scenarios.FailPoints;

/// <summary>A place in the program where it is killed.</summary>
/// <param name="Name">What it is called.</param>
internal sealed record FailPoint(string Name)
{
    /// <summary>Whether a publish that was on its way is stored; null when there may be none.</summary>
    public bool? IsStored { get; init; }

    /// <summary>Whether the receiver gets the delivery once more because of it; null when it is not about one.</summary>
    public bool? IsSentAgain { get; init; }

    /// <summary>The system call that is not made any more, for a point inside of SQLite; null for one above.</summary>
    public string? SystemCall { get; init; }

    /// <summary>What the system call is made on: what the name of the file ends with.</summary>
    public string FileSuffix { get; init; } = string.Empty;

    /// <summary>It is drawn at which time the process dies, from these.</summary>
    public (int First, int Last) Nth { get; init; } = (1, 10);

    /// <summary>After how many publishes the process ends by itself, for a point on the way to its end; null for never.</summary>
    public int? Publishes { get; init; }

    /// <summary>Those that a process which publishes and delivers comes to.</summary>
    public static IReadOnlyList<FailPoint> OfLoad { get; } =
    [
        new(Before("commit")) { IsStored = false },
        new(After("commit")) { IsStored = true },
        new(Before("send")) { IsSentAgain = false },
        new(After("send")) { IsSentAgain = true },
        new(Before("settle")) { IsSentAgain = true },
        new(After("settle")) { IsSentAgain = false },
        new("wal-write") { SystemCall = "pwrite64", FileSuffix = "-wal", Nth = (1, 60), IsStored = false },

        // The first one is that of the WAL's header.
        new("wal-sync") { SystemCall = "fsync,fdatasync", FileSuffix = "-wal", Nth = (2, 8), IsStored = true },
        new("checkpoint-write") { SystemCall = "pwrite64", Nth = (1, 4), Publishes = 5 },
        new("checkpoint-sync") { SystemCall = "fsync,fdatasync", Nth = (1, 1), Publishes = 5 },
    ];

    public static string Before(string step) => "before-" + step;

    public static string After(string step) => "after-" + step;
}
