namespace InsideLabs.Events.Shared;

/// <summary>A payment was given back, in whole or in part.</summary>
public sealed record PaymentRefundedPayload
{
    /// <summary>The payment.</summary>
    public string? PaymentId { get; init; }

    /// <summary>The refund.</summary>
    public string? RefundId { get; init; }

    /// <summary>The user who paid.</summary>
    public string? UserId { get; init; }

    /// <summary>The purchase.</summary>
    public string? PurchaseId { get; init; }

    /// <summary>What was given back.</summary>
    public decimal? Amount { get; init; }

    /// <summary>The currency of every amount here, an ISO 4217 code such as <c>EUR</c>.</summary>
    public string? Currency { get; init; }

    /// <summary>Whether a part stays paid.</summary>
    public bool? IsPartial { get; init; }

    /// <summary>Why.</summary>
    public string? Reason { get; init; }

    /// <summary>The provider's own id of the refund.</summary>
    public string? ProviderReference { get; init; }
}
