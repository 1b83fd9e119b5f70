namespace InsideLabs.EventBus.Adapters.Http;

/// <summary>Where the adapters of the host may send: one set of rules for all of them. The defaults are those of a host on the internet.</summary>
public sealed class OutboundHttpOptions
{
    /// <summary>Whether URLs may begin with <c>http://</c>, so that bodies travel in clear. Default: false.</summary>
    public bool AllowHttp { get; set; }

    /// <summary>
    /// Networks that may be reached although they are not public, such as <c>10.1.0.0/16</c> or <c>fd00:1::/32</c>. Every author
    /// of a subscription can then send requests there. Default: none.
    /// </summary>
    public IList<string> AllowedNetworks { get; } = [];

    /// <summary>How long a connection may take, the TLS handshake included: more than zero, at most 1 minute. Default: 5 seconds.</summary>
    public TimeSpan ConnectTimeout { get; set; } = TimeSpan.FromSeconds(5);
}
