using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Threading.Channels;

namespace InsideLabs.EventBus.Faults.Scenarios.Ssrf;

/// <summary>
/// Sees every request for a TCP connection in the network of the scenario, whether somebody listens there or not. Every address is an own
/// one there, so whatever is sent passes by.
/// </summary>
internal sealed class SynWatch : IDisposable
{
    /// <summary>Packets of every protocol, in the byte order of the network.</summary>
    private const ProtocolType AllProtocols = (ProtocolType)0x0300;

    private const int Link = 14;
    private const int TypeOffset = 12;
    private const int TypeV4 = 0x0800;
    private const int TypeV6 = 0x86DD;
    private const int HeadV6 = 40;
    private const int FlagsOffset = 13;
    private const int Syn = 0x02;
    private const int SynAndAck = 0x12;
    private const int Buffer = 8 * 1024 * 1024;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly Channel<IPAddress> _seen = Channel.CreateUnbounded<IPAddress>();
    private readonly Socket _packets = new(AddressFamily.Packet, SocketType.Raw, AllProtocols) { ReceiveBufferSize = Buffer };

    public SynWatch() => _ = WatchAsync();

    /// <summary>Where to connections were asked for since the last call. It asks for two itself, and so knows that it sees them, and all before.</summary>
    public async Task<IReadOnlyList<IPAddress>> TakeAsync(IPAddress markV4, IPAddress markV6, int port)
    {
        var seen = new List<IPAddress>();
        foreach (var mark in (IPAddress[])[markV4, markV6])
        {
            using var socket = new Socket(mark.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
            await socket.ConnectAsync(mark, port);
            IPAddress next;
            while (!(next = await _seen.Reader.ReadAsync().AsTask().WaitAsync(Patience)).Equals(mark))
            {
                seen.Add(next);
            }
        }

        return seen;
    }

    public void Dispose() => _packets.Dispose();

    private async Task WatchAsync()
    {
        var buffer = new byte[128 * 1024];
        try
        {
            while (true)
            {
                var length = await _packets.ReceiveAsync(buffer);
                if (Destination(buffer.AsSpan(0, length)) is { } destination)
                {
                    _seen.Writer.TryWrite(destination);
                }
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            _seen.Writer.TryComplete(e);
        }
    }

    /// <summary>The destination of a packet that asks for a connection; null for any other.</summary>
    private static IPAddress? Destination(ReadOnlySpan<byte> frame)
    {
        var packet = frame[Link..];
        var (protocol, head, destination) = BinaryPrimitives.ReadUInt16BigEndian(frame[TypeOffset..]) switch
        {
            TypeV4 => (packet[9], (packet[0] & 0xF) * 4, 16..20),
            TypeV6 => (packet[6], HeadV6, 24..40),
            _ => ((byte)ProtocolType.Unspecified, 0, 0..0),
        };
        return protocol == (byte)ProtocolType.Tcp && (packet[head + FlagsOffset] & SynAndAck) == Syn ? new IPAddress(packet[destination]) : null;
    }
}
