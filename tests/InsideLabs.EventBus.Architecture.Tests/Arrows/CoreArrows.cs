namespace InsideLabs.EventBus.Architecture.Tests.Arrows;

/// <summary>The arrows of the core that never turn round. Rows may be added for a new area; no arrow is ever turned.</summary>
internal static class CoreArrows
{
    public const string Core = "InsideLabs.EventBus";

    private const string Root = ArrowTable.RootArea;

    private static readonly string[] Everywhere = ["Errors", "Signatures", "Receipts", "Diagnostics"];

    private static readonly string[] Things =
    [
        .. Everywhere, "Events", "Interactions", "Occurrences", "Subscriptions", "Deliveries", "Settings", "Handlers", "Adapters",
    ];

    private static readonly string[] Steps = ["Subscribing", "Configuring", "Publishing", "Matching", "Dispatching", "Scheduling", "Rendering", "Purging"];

    public static IReadOnlyDictionary<string, string[]> Rows { get; } = new Dictionary<string, string[]>(StringComparer.Ordinal)
    {
        // seen by all, and see nothing but each other
        ["Errors"] = Everywhere,
        ["Signatures"] = Everywhere,
        ["Receipts"] = Everywhere,
        ["Diagnostics"] = Everywhere,

        // the chain: each sees only those before it
        ["Events"] = Everywhere,
        ["Interactions"] = [.. Everywhere, "Events"],
        ["Occurrences"] = [.. Everywhere, "Events", "Interactions"],
        ["Subscriptions"] = [.. Everywhere, "Events", "Interactions", "Occurrences"],
        ["Deliveries"] = [.. Everywhere, "Events", "Interactions", "Occurrences", "Subscriptions"],

        // the other things
        ["Settings"] = [.. Everywhere, "Events", "Interactions", "Occurrences"],
        ["Handlers"] = [.. Everywhere, "Events", "Interactions", "Occurrences"],
        ["Adapters"] = Things,
        [Root] = Things,
        ["InMemory"] = Things,

        // steps see things; only the three spines see other steps
        ["Matching"] = [.. Things, Root],
        ["Scheduling"] = [.. Things, Root],
        ["Rendering"] = [.. Things, Root],
        ["Purging"] = [.. Things, Root],
        ["Subscribing"] = [.. Things, Root, .. Steps],
        ["Configuring"] = [.. Things, Root, .. Steps],
        ["Publishing"] = [.. Things, Root, .. Steps],
        ["Dispatching"] = [.. Things, Root, .. Steps],

        // sees all, and nobody sees it
        ["Registration"] = [.. Things, Root, .. Steps, "InMemory"],
    };

    public static ArrowTable Table { get; } = new(Core, Core, Rows);
}
