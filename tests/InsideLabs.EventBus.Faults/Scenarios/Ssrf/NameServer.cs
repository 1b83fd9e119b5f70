using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace InsideLabs.EventBus.Faults.Scenarios.Ssrf;

/// <summary>A name server for <see cref="SsrfNames"/>, with answers that nobody may keep. It knows addresses only, of both families.</summary>
internal sealed class NameServer : IDisposable
{
    private const int HeaderLength = 12;
    private const ushort TypeV4 = 1;
    private const ushort TypeV6 = 28;
    private const ushort Answer = 0x8180;
    private const ushort UnknownName = 0x8183;

    private readonly ConcurrentDictionary<(string Name, ushort Type), int> _asked = new();
    private readonly UdpClient _socket = new(new IPEndPoint(IPAddress.Loopback, 53));

    public NameServer() => _ = ServeAsync();

    /// <summary>How often the addresses of a name were asked for.</summary>
    public int Asked(string name) => _asked.GetValueOrDefault((name, TypeV4));

    /// <summary>Begins anew: every name leads to where it leads first.</summary>
    public void Forget() => _asked.Clear();

    public void Dispose() => _socket.Dispose();

    private async Task ServeAsync()
    {
        try
        {
            while (true)
            {
                var query = await _socket.ReceiveAsync();
                await _socket.SendAsync(Reply(query.Buffer), query.RemoteEndPoint);
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // The scenario is over.
        }
    }

    private byte[] Reply(byte[] query)
    {
        var (name, end) = ReadName(query);
        var type = BinaryPrimitives.ReadUInt16BigEndian(query.AsSpan(end));
        var known = SsrfNames.All.GetValueOrDefault(name);
        var answers = known is null ? [] : Answers(known, name.ToLowerInvariant(), type);
        using var reply = new MemoryStream();
        reply.Write(query.AsSpan(0, 2));
        Write(reply, known is null ? UnknownName : Answer, 1, (ushort)answers.Length, 0, 0);
        reply.Write(query.AsSpan(HeaderLength, end + 4 - HeaderLength));
        foreach (var answer in answers)
        {
            // The name of the question, the type, the Internet, and no second of life.
            Write(reply, 0xC000 | HeaderLength, type, 1, 0, 0, (ushort)answer.Length);
            reply.Write(answer);
        }

        return reply.ToArray();
    }

    private byte[][] Answers(string[][] lookUps, string name, ushort type)
    {
        var time = _asked.AddOrUpdate((name, type), 1, static (_, count) => count + 1);
        var family = type switch
        {
            TypeV4 => AddressFamily.InterNetwork,
            TypeV6 => AddressFamily.InterNetworkV6,
            _ => AddressFamily.Unspecified,
        };
        return [.. lookUps[Math.Min(time, lookUps.Length) - 1].Select(IPAddress.Parse).Where(a => a.AddressFamily == family).Select(a => a.GetAddressBytes())];
    }

    private static (string Name, int End) ReadName(byte[] query)
    {
        var labels = new List<string>();
        var at = HeaderLength;
        while (query[at] is > 0 and var length)
        {
            labels.Add(Encoding.ASCII.GetString(query, at + 1, length));
            at += length + 1;
        }

        return (string.Join('.', labels), at + 1);
    }

    private static void Write(MemoryStream reply, params ReadOnlySpan<ushort> numbers)
    {
        Span<byte> bytes = stackalloc byte[2];
        foreach (var number in numbers)
        {
            BinaryPrimitives.WriteUInt16BigEndian(bytes, number);
            reply.Write(bytes);
        }
    }
}
