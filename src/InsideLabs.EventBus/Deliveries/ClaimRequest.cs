namespace InsideLabs.EventBus.Deliveries;

/// <summary>Asks for deliveries that can start now.</summary>
/// <param name="Now">What is due at this instant may be claimed.</param>
/// <param name="Max">At most so many, 1 or more: never more than there are free workers.</param>
/// <param name="MaxPerSubscription">A subscription with so many claimed deliveries gets no more, so that one backlog or one hanging endpoint cannot take every worker.</param>
public readonly record struct ClaimRequest(DateTimeOffset Now, int Max, int MaxPerSubscription);
