namespace InsideLabs.EventBus.Mutations.Contract;

/// <summary>An operation as the server's own document describes it.</summary>
internal sealed record Operation
{
    public required string Method { get; init; }

    /// <summary>Such as <c>/api/subscriptions/{id}/pause</c>.</summary>
    public required string Path { get; init; }

    /// <summary>The documented statuses, each with the codes that its problems may have.</summary>
    public required IReadOnlyDictionary<int, IReadOnlySet<string>> Answers { get; init; }

    /// <summary>The example body, or null when the operation takes none.</summary>
    public required string? Example { get; init; }

    public required IReadOnlyList<string> QueryParameters { get; init; }

    public string Name => $"{Method} {Path}";

    /// <summary>The path of the collection that a parameter picks from, such as <c>/api/subscriptions</c>; null without a parameter.</summary>
    public string? Collection => Path.IndexOf("/{", StringComparison.Ordinal) is >= 0 and var at ? Path[..at] : null;

    public bool Mutates => Method is not ("GET" or "HEAD" or "OPTIONS");
}
