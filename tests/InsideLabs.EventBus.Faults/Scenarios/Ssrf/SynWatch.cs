using System.Net;
using System.Net.Sockets;
using System.Threading.Channels;

namespace InsideLabs.EventBus.Faults.Scenarios.Ssrf;

/// <summary>
/// Sees every request for a TCP connection that arrives anywhere in the network of the scenario, whether somebody listens there or not.
/// Every address is an own one there, so whatever is sent arrives.
/// </summary>
internal sealed class SynWatch : IDisposable
{
    private const int FlagsOffset = 13;
    private const int Syn = 0x02;
    private const int SynAndAck = 0x12;
    private const int DestinationV4 = 16;
    private const int Buffer = 8 * 1024 * 1024;

    private readonly Channel<IPAddress> _seen = Channel.CreateUnbounded<IPAddress>();
    private readonly Socket _v4 = Open(AddressFamily.InterNetwork);
    private readonly Socket _v6 = Open(AddressFamily.InterNetworkV6);

    public SynWatch()
    {
        _v6.SetSocketOption(SocketOptionLevel.IPv6, SocketOptionName.PacketInformation, optionValue: true);
        _v6.Bind(new IPEndPoint(IPAddress.IPv6Any, 0));
        _ = WatchV4Async();
        _ = WatchV6Async();
    }

    /// <summary>Where to connections were asked for since the last call. It asks for some itself, and so knows that it sees them, and all before.</summary>
    public async Task<IReadOnlyList<IPAddress>> TakeAsync(IPAddress markV4, IPAddress markV6, int port)
    {
        var seen = new List<IPAddress>();
        foreach (var mark in (IPAddress[])[markV4, markV6])
        {
            using var socket = new Socket(mark.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
            await socket.ConnectAsync(mark, port);
            IPAddress next;
            while (!(next = await _seen.Reader.ReadAsync()).Equals(mark))
            {
                seen.Add(next);
            }
        }

        return seen;
    }

    public void Dispose()
    {
        _v4.Dispose();
        _v6.Dispose();
    }

    private static Socket Open(AddressFamily family) => new(family, SocketType.Raw, ProtocolType.Tcp) { ReceiveBufferSize = Buffer };

    private Task WatchV4Async() => UntilDisposedAsync(async buffer =>
    {
        var length = await _v4.ReceiveAsync(buffer);
        var headLength = (buffer[0] & 0xF) * 4;
        Add(buffer.AsSpan(headLength, length - headLength), new IPAddress(buffer.AsSpan(DestinationV4, 4)));
    });

    private Task WatchV6Async() => UntilDisposedAsync(async buffer =>
    {
        var packet = await _v6.ReceiveMessageFromAsync(buffer, new IPEndPoint(IPAddress.IPv6Any, 0));
        Add(buffer.AsSpan(0, packet.ReceivedBytes), packet.PacketInformation.Address);
    });

    private void Add(ReadOnlySpan<byte> tcp, IPAddress destination)
    {
        if ((tcp[FlagsOffset] & SynAndAck) == Syn)
        {
            _seen.Writer.TryWrite(destination);
        }
    }

    private static async Task UntilDisposedAsync(Func<byte[], Task> receive)
    {
        var buffer = new byte[64 * 1024];
        try
        {
            while (true)
            {
                await receive(buffer);
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // The scenario is over.
        }
    }
}
