using InsideLabs.EventBus.Occurrences;

namespace InsideLabs.EventBus.Deliveries;

/// <summary>A delivery in a worker's hands.</summary>
/// <param name="Id">The delivery.</param>
/// <param name="ClaimNo">The fencing token: only who names it may settle or release the delivery.</param>
/// <param name="Occurrence">What happened.</param>
/// <param name="SubscriptionId">Who wants to know.</param>
/// <param name="Attempts">How many attempts were made before.</param>
/// <param name="Failures">How many rungs of the retry ladder are used.</param>
/// <param name="Crashes">How often the process died while it had the delivery.</param>
/// <param name="DueAt">When it was due.</param>
public sealed record ClaimedDelivery(
    Guid Id,
    long ClaimNo,
    Occurrence Occurrence,
    Guid SubscriptionId,
    int Attempts,
    int Failures,
    int Crashes,
    DateTimeOffset DueAt);
