namespace InsideLabs.EventBus.Subscriptions;

/// <summary>Which subscriptions to list. Everything given must hold; labels compare ordinally.</summary>
public sealed record SubscriptionFilter
{
    /// <summary>Lists every subscription.</summary>
    public static SubscriptionFilter All { get; } = new();

    /// <summary>Only those that have this label; null for no filter.</summary>
    public string? Label { get; init; }

    /// <summary>Only those that have at least one of these labels; null or empty for no filter.</summary>
    public IReadOnlyList<string>? AnyLabel { get; init; }

    /// <summary>Only those in this status; null for no filter.</summary>
    public SubscriptionStatus? Status { get; init; }

    /// <summary>At most so many, 1 or more; null for all.</summary>
    public int? Limit { get; init; }

    /// <summary>Only those with a greater id, in the order of the ids' text; null to begin at the first.</summary>
    public Guid? After { get; init; }

    /// <summary>Whether a subscription passes, <see cref="Limit"/> aside.</summary>
    /// <param name="subscription">The subscription.</param>
    public bool Includes(Subscription subscription)
    {
        ArgumentNullException.ThrowIfNull(subscription);
        return (Label is null || subscription.Labels.Contains(Label, StringComparer.Ordinal))
            && (AnyLabel is null or { Count: 0 } || subscription.Labels.Any(l => AnyLabel.Contains(l, StringComparer.Ordinal)))
            && (Status is null || subscription.Status == Status)
            && (After is null || subscription.Id.CompareTo(After.Value) > 0);
    }
}
