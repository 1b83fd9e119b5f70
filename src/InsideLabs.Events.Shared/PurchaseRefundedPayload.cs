namespace InsideLabs.Events.Shared;

/// <summary>A purchase was refunded, in whole or in part.</summary>
public sealed record PurchaseRefundedPayload
{
    /// <summary>The purchase.</summary>
    public string? PurchaseId { get; init; }

    /// <summary>The user who bought.</summary>
    public string? UserId { get; init; }

    /// <summary>The refund.</summary>
    public string? RefundId { get; init; }

    /// <summary>What was refunded.</summary>
    public decimal? Amount { get; init; }

    /// <summary>The currency of every amount here, an ISO 4217 code such as <c>EUR</c>.</summary>
    public string? Currency { get; init; }

    /// <summary>What was returned; absent when the refund is not by line.</summary>
    public IReadOnlyList<PurchaseLine>? Items { get; init; }

    /// <summary>Whether a part of the purchase stays paid.</summary>
    public bool? IsPartial { get; init; }

    /// <summary>Why.</summary>
    public string? Reason { get; init; }
}
