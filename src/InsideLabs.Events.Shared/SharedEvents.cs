using InsideLabs.EventBus.Errors;
using InsideLabs.EventBus.Events;

namespace InsideLabs.Events.Shared;

/// <summary>
/// Events that no single domain owns: several producers publish them, and the envelope's <c>sourceDomain</c> says which one
/// did. No member of a payload is required, because producers know different things; a member that is there has its type.
/// </summary>
public static class SharedEvents
{
    /// <summary>Purchase completed.</summary>
    public static EventDefinition<PurchaseCompletedPayload> PurchaseCompleted { get; } =
        new(SharedEventTypes.PurchaseCompleted, "Purchase completed", SharedJson.Default.PurchaseCompletedPayload);

    /// <summary>Purchase refunded.</summary>
    public static EventDefinition<PurchaseRefundedPayload> PurchaseRefunded { get; } =
        new(SharedEventTypes.PurchaseRefunded, "Purchase refunded", SharedJson.Default.PurchaseRefundedPayload);

    /// <summary>Payment succeeded.</summary>
    public static EventDefinition<PaymentSucceededPayload> PaymentSucceeded { get; } =
        new(SharedEventTypes.PaymentSucceeded, "Payment succeeded", SharedJson.Default.PaymentSucceededPayload);

    /// <summary>Payment failed.</summary>
    public static EventDefinition<PaymentFailedPayload> PaymentFailed { get; } =
        new(SharedEventTypes.PaymentFailed, "Payment failed", SharedJson.Default.PaymentFailedPayload);

    /// <summary>Payment refunded.</summary>
    public static EventDefinition<PaymentRefundedPayload> PaymentRefunded { get; } =
        new(SharedEventTypes.PaymentRefunded, "Payment refunded", SharedJson.Default.PaymentRefundedPayload);

    /// <summary>The shared domain with all its events, for the producers of this host.</summary>
    /// <param name="producers">
    /// The display names of the domains that may publish them, such as <c>Commerce</c>; at least one. Names compare exactly.
    /// </param>
    /// <exception cref="EventBusException"><see cref="ErrorCodes.RegistryInvalid"/>: no producer, or one without a name.</exception>
    public static EventDomain DomainFor(params IEnumerable<string> producers) => EventDomain.CreateShared(
        "shared",
        "Shared",
        producers,
        PurchaseCompleted,
        PurchaseRefunded,
        PaymentSucceeded,
        PaymentFailed,
        PaymentRefunded);
}
