namespace InsideLabs.EventBus.Adapters.Email;

/// <summary>The adapter's settings as rendered, read and judged.</summary>
/// <param name="Url">Where mails are posted.</param>
/// <param name="ApiKey">The service's key.</param>
/// <param name="Sender">The sender of configs without one, as JSON; null when there is none.</param>
internal sealed record EmailSettings(Uri Url, string ApiKey, byte[]? Sender)
{
    /// <summary>What the service's answer must not carry into the audit.</summary>
    public IReadOnlyList<string> Credentials { get; } = Http.Credentials.In(ApiKey);
}
