namespace InsideLabs.EventBus.Subscriptions;

/// <summary>Which interactions a subscription listens to.</summary>
/// <param name="ResourceTypeId">The resource type.</param>
/// <param name="ActionId">The action.</param>
/// <param name="OriginId">The only origin; null for any origin, and for interactions without one.</param>
public sealed record InteractionMatch(Guid ResourceTypeId, Guid ActionId, Guid? OriginId);
