using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace InsideLabs.EventBus.Faults.Scenarios.Neighbours;

/// <summary>Accepts every connection, reads nothing and never answers.</summary>
internal sealed class HangingEndpoint : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly ConcurrentBag<Socket> _held = [];
    private readonly Task _accepting;

    public HangingEndpoint()
    {
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public string Url => $"http://{_listener.LocalEndpoint}";

    /// <summary>How many connections it has been offered.</summary>
    public int Connections => _held.Count;

    public async ValueTask DisposeAsync()
    {
        _listener.Dispose();
        await _accepting;
        foreach (var socket in _held)
        {
            socket.Dispose();
        }
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                _held.Add(await _listener.AcceptSocketAsync());
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // It listens no more.
        }
    }
}
