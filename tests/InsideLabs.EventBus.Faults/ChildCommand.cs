using System.Globalization;

namespace InsideLabs.EventBus.Faults;

/// <summary>What a child is told to do, as its command line says it.</summary>
/// <param name="Mode">Publish until killed, or deliver what is queued and end.</param>
/// <param name="DatabasePath">The SQLite file, the same for every child of a campaign.</param>
/// <param name="ReceiverUrl">Where the webhooks go: <c>http://127.0.0.1:PORT</c>.</param>
/// <param name="Seed">Makes the event ids of this child its own, and chooses its event types.</param>
public sealed record ChildCommand(ChildMode Mode, string DatabasePath, string ReceiverUrl, int Seed)
{
    /// <summary>The command line.</summary>
    public IReadOnlyList<string> Arguments =>
        [Mode.ToString(), DatabasePath, ReceiverUrl, Seed.ToString(CultureInfo.InvariantCulture)];

    /// <summary>Reads a command line.</summary>
    public static ChildCommand Parse(IReadOnlyList<string> arguments) => arguments is [var mode, var path, var url, var seed]
        ? new ChildCommand(Enum.Parse<ChildMode>(mode), path, url, int.Parse(seed, CultureInfo.InvariantCulture))
        : throw new ArgumentException($"{arguments.Count} arguments; usage: {{Publish|Drain}} DATABASE RECEIVER_URL SEED.", nameof(arguments));
}

/// <summary>What a child does.</summary>
public enum ChildMode
{
    /// <summary>Publishes as fast as it can and delivers, until it is killed.</summary>
    Publish = 0,

    /// <summary>Delivers what is queued, and ends with exit code 0 when nothing is left.</summary>
    Drain = 1,
}
