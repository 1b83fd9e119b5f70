namespace InsideLabs.EventBus.Subscriptions;

/// <summary>A subscription's signing secrets, encrypted. While rotating there are two, and both sign.</summary>
/// <param name="Current">The current secret, encrypted.</param>
/// <param name="Previous">The secret before the last rotation, encrypted; null when there is none.</param>
/// <param name="PreviousValidUntil">Until when the previous secret signs too.</param>
public sealed record SigningSecrets(
    ReadOnlyMemory<byte> Current,
    ReadOnlyMemory<byte>? Previous = null,
    DateTimeOffset? PreviousValidUntil = null);
