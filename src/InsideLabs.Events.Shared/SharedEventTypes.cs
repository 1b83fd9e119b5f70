namespace InsideLabs.Events.Shared;

/// <summary>The names of the shared event types, for patterns, attributes and <c>switch</c>.</summary>
public static class SharedEventTypes
{
    /// <summary>Purchase completed.</summary>
    public const string PurchaseCompleted = "shared.purchase.completed";

    /// <summary>Purchase refunded.</summary>
    public const string PurchaseRefunded = "shared.purchase.refunded";

    /// <summary>Payment succeeded.</summary>
    public const string PaymentSucceeded = "shared.payment.succeeded";

    /// <summary>Payment failed.</summary>
    public const string PaymentFailed = "shared.payment.failed";

    /// <summary>Payment refunded.</summary>
    public const string PaymentRefunded = "shared.payment.refunded";
}
