namespace InsideLabs.EventBus.AspNetCore;

/// <summary>What the HTTP API bounds. Validated when the host starts.</summary>
public sealed class HttpApiOptions
{
    /// <summary>
    /// The largest body of a request in bytes, of a whole batch too. Default: 1 MiB. Range: 1 KiB to 64 MiB. The server's own limit
    /// must not be smaller; a single payload is bounded by <see cref="EventBusOptions.MaxPayloadBytes"/> besides.
    /// </summary>
    public int MaxBodyBytes { get; set; } = 1024 * 1024;
}
