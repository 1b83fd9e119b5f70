namespace EventServer.Settings;

/// <summary>Where the server keeps everything.</summary>
internal enum StoreKind
{
    /// <summary>In one file, which this process owns.</summary>
    Sqlite = 0,

    /// <summary>Nowhere that survives the process.</summary>
    Memory = 1,
}
