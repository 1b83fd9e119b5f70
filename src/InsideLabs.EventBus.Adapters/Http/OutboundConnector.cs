using System.Net;
using System.Net.Sockets;

namespace InsideLabs.EventBus.Adapters.Http;

/// <summary>
/// Makes the connections of <see cref="OutboundHttp"/>: looks the name up once, judges every address it has, and dials the
/// addresses that were judged, never the name. A name with a single denied address is refused as a whole, so that nobody can
/// hide a denied address among public ones.
/// </summary>
internal sealed class OutboundConnector(DestinationPolicy policy, Func<string, CancellationToken, Task<IPAddress[]>> lookUp)
{
    /// <summary>The <see cref="SocketsHttpHandler.ConnectCallback"/>.</summary>
    public async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        var endPoint = context.DnsEndPoint;
        var addresses = HostName.Of(endPoint.Host) is { Address: { } address }
            ? [address]
            : await lookUp(endPoint.Host, cancellationToken).ConfigureAwait(false);
        if (!Array.TrueForAll(addresses, policy.Allows))
        {
            throw new DestinationBlockedException(endPoint.Host);
        }

        Exception failure = new SocketException((int)SocketError.HostNotFound);
        foreach (var vetted in addresses)
        {
            try
            {
                return await DialAsync(new IPEndPoint(Unmap(vetted), endPoint.Port), cancellationToken).ConfigureAwait(false);
            }
            catch (SocketException e)
            {
                failure = e;
            }
        }

        throw failure;
    }

    /// <summary>An IPv4 address in IPv6 clothes was judged as the IPv4 address, and as that it is reached.</summary>
    private static IPAddress Unmap(IPAddress address) => address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;

    private static async ValueTask<Stream> DialAsync(IPEndPoint endPoint, CancellationToken cancellationToken)
    {
        var socket = new Socket(endPoint.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(endPoint, cancellationToken).ConfigureAwait(false);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
