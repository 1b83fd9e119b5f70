using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using InsideLabs.EventBus.Faults.Scenarios.Receivers;

namespace InsideLabs.EventBus.Faults.Scenarios.Ssrf;

/// <summary>Listens at every address of both families, and redirects those who ask for it.</summary>
internal sealed class EverywhereReceiver : IDisposable
{
    private readonly ConcurrentQueue<IPAddress> _reached = new();
    private readonly Socket[] _listeners;

    public EverywhereReceiver(params ReadOnlySpan<int> ports)
    {
        _listeners = new Socket[ports.Length];
        for (var i = 0; i < ports.Length; i++)
        {
            _listeners[i] = new Socket(AddressFamily.InterNetworkV6, SocketType.Stream, ProtocolType.Tcp) { DualMode = true };
            _listeners[i].Bind(new IPEndPoint(IPAddress.IPv6Any, ports[i]));
            _listeners[i].Listen();
            _ = AcceptAsync(_listeners[i]);
        }
    }

    /// <summary>The addresses at which connections were made.</summary>
    public IReadOnlyCollection<IPAddress> Reached => _reached;

    public void Dispose()
    {
        foreach (var listener in _listeners)
        {
            listener.Dispose();
        }
    }

    private async Task AcceptAsync(Socket listener)
    {
        try
        {
            while (true)
            {
                var socket = await listener.AcceptAsync();
                var address = ((IPEndPoint)socket.LocalEndPoint!).Address;
                _reached.Enqueue(address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address);
                _ = AnswerAsync(socket);
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // The scenario is over.
        }
    }

    private static async Task AnswerAsync(Socket socket)
    {
        using var wire = new Wire(socket);
        if (await wire.ReadRequestAsync() is var (path, _, _))
        {
            await wire.WriteAsync(path.Split('/') is ["", "redirect", var status, var target]
                ? $"HTTP/1.1 {status} Elsewhere\r\nLocation: {SsrfCorpus.RedirectTargets[int.Parse(target, CultureInfo.InvariantCulture)]}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
                : "HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n");
        }
    }
}
