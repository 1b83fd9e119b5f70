namespace InsideLabs.Events.Shared;

/// <summary>A payment was refused or broke off.</summary>
public sealed record PaymentFailedPayload
{
    /// <summary>The payment.</summary>
    public string? PaymentId { get; init; }

    /// <summary>The user who wanted to pay.</summary>
    public string? UserId { get; init; }

    /// <summary>The purchase.</summary>
    public string? PurchaseId { get; init; }

    /// <summary>What was to be paid.</summary>
    public decimal? Amount { get; init; }

    /// <summary>The currency of every amount here, an ISO 4217 code such as <c>EUR</c>.</summary>
    public string? Currency { get; init; }

    /// <summary>How, such as <c>card</c>, <c>paypal</c> or <c>bank_transfer</c>.</summary>
    public string? Method { get; init; }

    /// <summary>The payment provider.</summary>
    public string? Provider { get; init; }

    /// <summary>The provider's code, such as <c>insufficient_funds</c>.</summary>
    public string? DeclineCode { get; init; }

    /// <summary>What went wrong, for people.</summary>
    public string? Reason { get; init; }

    /// <summary>Whether another try may succeed.</summary>
    public bool? CanRetry { get; init; }
}
