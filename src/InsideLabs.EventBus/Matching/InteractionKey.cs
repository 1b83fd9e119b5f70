namespace InsideLabs.EventBus.Matching;

/// <summary>What a kind of interaction is found by.</summary>
/// <param name="ResourceTypeId">The resource type.</param>
/// <param name="ActionId">The action.</param>
/// <param name="OriginId">The origin; null where any origin will do.</param>
internal readonly record struct InteractionKey(Guid ResourceTypeId, Guid ActionId, Guid? OriginId);

/// <summary>One change of an <see cref="InteractionIndex"/>.</summary>
/// <param name="Key">The kind of interaction.</param>
/// <param name="Ordinal">Who listens: 0 or more, in a numbering that the caller owns.</param>
/// <param name="IsAdded">Whether it is added; otherwise it is removed, and must have been added before.</param>
internal readonly record struct InteractionChange(InteractionKey Key, int Ordinal, bool IsAdded);
