using InsideLabs.EventBus.Events;

namespace InsideLabs.EventBus.Matching;

/// <summary>One change of a <see cref="SubscriptionIndex"/>.</summary>
/// <param name="Pattern">The pattern.</param>
/// <param name="Ordinal">Whose pattern it is: 0 or more, in a numbering that the caller owns.</param>
/// <param name="IsAdded">Whether it is added; otherwise it is removed, and must have been added before.</param>
internal readonly record struct PatternChange(EventPattern Pattern, int Ordinal, bool IsAdded);
