namespace InsideLabs.Events.Shared;

/// <summary>A payment was taken.</summary>
public sealed record PaymentSucceededPayload
{
    /// <summary>The payment.</summary>
    public string? PaymentId { get; init; }

    /// <summary>The user who paid.</summary>
    public string? UserId { get; init; }

    /// <summary>The purchase.</summary>
    public string? PurchaseId { get; init; }

    /// <summary>What was paid.</summary>
    public decimal? Amount { get; init; }

    /// <summary>The currency of every amount here, an ISO 4217 code such as <c>EUR</c>.</summary>
    public string? Currency { get; init; }

    /// <summary>How, such as <c>card</c>, <c>paypal</c> or <c>bank_transfer</c>.</summary>
    public string? Method { get; init; }

    /// <summary>The payment provider.</summary>
    public string? Provider { get; init; }

    /// <summary>The provider's own id of the payment.</summary>
    public string? ProviderReference { get; init; }
}
