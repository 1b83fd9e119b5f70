namespace InsideLabs.Events.Shared;

/// <summary>A user bought something.</summary>
public sealed record PurchaseCompletedPayload
{
    /// <summary>The purchase.</summary>
    public string? PurchaseId { get; init; }

    /// <summary>The user who bought.</summary>
    public string? UserId { get; init; }

    /// <summary>What the purchase costs in all.</summary>
    public decimal? Amount { get; init; }

    /// <summary>The currency of every amount here, an ISO 4217 code such as <c>EUR</c>.</summary>
    public string? Currency { get; init; }

    /// <summary>What was bought.</summary>
    public IReadOnlyList<PurchaseLine>? Items { get; init; }

    /// <summary>The payment that settled it.</summary>
    public string? PaymentId { get; init; }

    /// <summary>The coupon that was redeemed.</summary>
    public string? CouponCode { get; init; }

    /// <summary>When it was completed, with a zone.</summary>
    public DateTimeOffset? CompletedAt { get; init; }
}
