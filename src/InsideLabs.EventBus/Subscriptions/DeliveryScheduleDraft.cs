namespace InsideLabs.EventBus.Subscriptions;

/// <summary>A delivery schedule as a caller writes it, not judged yet.</summary>
public sealed record DeliveryScheduleDraft
{
    /// <summary>The IANA id of a time zone, such as <c>America/New_York</c>, in any case.</summary>
    public string? TimeZone { get; init; }

    /// <summary>The windows: 1 to <see cref="DeliverySchedule.MaxWindows"/>.</summary>
    public IReadOnlyList<DeliveryWindowDraft> Windows { get; init; } = [];
}

/// <summary>A window as a caller writes it, not judged yet.</summary>
public sealed record DeliveryWindowDraft
{
    /// <summary>The days on which it begins: 0 for Sunday to 6 for Saturday, at least one.</summary>
    public IReadOnlyList<int> Days { get; init; } = [];

    /// <summary>When it begins: <c>HH:MM</c>, from 00:00 to 23:59.</summary>
    public string? StartTime { get; init; }

    /// <summary>When it ends: <c>HH:MM</c>, from 00:00 to 24:00. Before the start: on the next day.</summary>
    public string? EndTime { get; init; }
}
