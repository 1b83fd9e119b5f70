namespace InsideLabs.EventBus.Subscriptions;

/// <summary>The answer to a creation.</summary>
/// <param name="Subscription">What was stored.</param>
/// <param name="SigningSecret">The signing secret in its text form, shown this once; null when the adapter does not sign.</param>
public sealed record CreatedSubscription(Subscription Subscription, string? SigningSecret)
{
    /// <summary>The subscription's id, never the secret.</summary>
    public override string ToString() => $"subscription {Subscription.Id}";
}

/// <summary>The answer to a change.</summary>
/// <param name="Subscription">What was stored.</param>
/// <param name="SigningSecret">The signing secret that the change had to make, in its text form, shown this once; null for none.</param>
public sealed record UpdatedSubscription(Subscription Subscription, string? SigningSecret)
{
    /// <summary>The subscription's id, never the secret.</summary>
    public override string ToString() => $"subscription {Subscription.Id}";
}

/// <summary>The answer to a rotation of the signing secret.</summary>
/// <param name="SigningSecret">The new secret in its text form, shown this once.</param>
/// <param name="PreviousValidUntil">Until when the old secret signs too.</param>
public sealed record RotatedSecret(string SigningSecret, DateTimeOffset PreviousValidUntil)
{
    /// <summary>Never the secret.</summary>
    public override string ToString() => $"a signing secret; the previous one is valid until {PreviousValidUntil:O}";
}
