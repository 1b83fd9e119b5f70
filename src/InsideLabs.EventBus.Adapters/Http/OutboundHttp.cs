using System.Net;

namespace InsideLabs.EventBus.Adapters.Http;

/// <summary>
/// The one door through which adapters speak HTTP. What the platform does by default and a receiver could abuse is off:
/// redirects, cookies, proxies, decompression, trace headers, draining of bodies nobody reads. There is no timeout for the whole
/// exchange: that is the caller's token.
/// </summary>
internal sealed class OutboundHttp : IDisposable
{
    private const int MaxResponseHeadKiB = 16;
    private static readonly TimeSpan ConnectionLifetime = TimeSpan.FromMinutes(2);

    /// <summary>The pool looks every quarter of it: an idle connection is gone within a minute of its last use.</summary>
    private static readonly TimeSpan ConnectionIdleTimeout = TimeSpan.FromSeconds(40);

    private readonly HttpMessageInvoker _invoker;

    public OutboundHttp(DestinationPolicy policy, TimeSpan connectTimeout)
        : this(Handler(policy, connectTimeout, Dns.GetHostAddressesAsync))
    {
    }

    /// <summary>Speaks through a given handler: the guarded one, perhaps with something before it that watches.</summary>
    internal OutboundHttp(HttpMessageHandler handler) => _invoker = new HttpMessageInvoker(handler);

    /// <summary>Sends a request. Returns when the response's head is there; its body is still to be read.</summary>
    /// <exception cref="OperationCanceledException">The token was cancelled, or the connection took too long.</exception>
    /// <exception cref="HttpRequestException">It failed; an inner <see cref="DestinationBlockedException"/> says that it was refused.</exception>
    public Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        // HTTP/3 would go around the connect callback.
        request.Version = HttpVersion.Version20;
        request.VersionPolicy = HttpVersionPolicy.RequestVersionOrLower;
        return _invoker.SendAsync(request, cancellationToken);
    }

    public void Dispose() => _invoker.Dispose();

    /// <summary>Makes the guarded handler.</summary>
    /// <param name="policy">Which addresses may be dialled.</param>
    /// <param name="connectTimeout">How long a connection may take, the TLS handshake included.</param>
    /// <param name="lookUp">Finds the addresses of a name.</param>
    internal static SocketsHttpHandler Handler(
        DestinationPolicy policy,
        TimeSpan connectTimeout,
        Func<string, CancellationToken, Task<IPAddress[]>> lookUp) => new()
        {
            ConnectCallback = new OutboundConnector(policy, lookUp).ConnectAsync,
            ConnectTimeout = connectTimeout,
            PooledConnectionLifetime = ConnectionLifetime,
            PooledConnectionIdleTimeout = ConnectionIdleTimeout,
            MaxResponseHeadersLength = MaxResponseHeadKiB,
            MaxResponseDrainSize = 0,
            ResponseDrainTimeout = TimeSpan.Zero,
            UseProxy = false,
            AllowAutoRedirect = false,
            UseCookies = false,
            AutomaticDecompression = DecompressionMethods.None,
            ActivityHeadersPropagator = null,
            EnableMultipleHttp2Connections = true,
        };
}
