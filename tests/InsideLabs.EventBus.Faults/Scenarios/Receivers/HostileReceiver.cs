using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using InsideLabs.EventBus.Faults.Receiving;

namespace InsideLabs.EventBus.Faults.Scenarios.Receivers;

/// <summary>A listener that treats whoever connects as its kind says, and remembers what it saw.</summary>
internal sealed class HostileReceiver : IAsyncDisposable
{
    /// <summary>Where redirects lead; nobody must ever come.</summary>
    public const string SecondPath = "/second";

    /// <summary>The system doubles it and has a least of its own: about 5 KiB wait here at most.</summary>
    private const int SendBuffer = 1024;

    private readonly ConcurrentQueue<ReceivedRequest> _requests = new();
    private readonly ConcurrentBag<Wire> _wires = [];
    private readonly List<Socket> _fillers = [];
    private readonly Socket _listener = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
    private int _strays;

    private HostileReceiver(ReceiverKind kind)
    {
        Kind = kind;
        _listener.SendBufferSize = SendBuffer;
        _listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
    }

    public ReceiverKind Kind { get; }

    public int Port => ((IPEndPoint)_listener.LocalEndPoint!).Port;

    public string Url => string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{Port}/{Kind.Name}");

    /// <summary>The requests that got a status.</summary>
    public IReadOnlyCollection<ReceivedRequest> Requests => _requests;

    public IReadOnlyCollection<Wire> Wires => _wires;

    /// <summary>How many requests came to another path than that of the webhook.</summary>
    public int Strays => _strays;

    public static async Task<HostileReceiver> StartAsync(ReceiverKind kind)
    {
        var receiver = new HostileReceiver(kind);
        if (kind.IsBlackHole)
        {
            await receiver.FillBacklogAsync();
        }
        else
        {
            receiver._listener.Listen();
            _ = receiver.AcceptAsync();
        }

        return receiver;
    }

    public ValueTask DisposeAsync()
    {
        _listener.Dispose();
        foreach (var socket in _fillers)
        {
            socket.Dispose();
        }

        foreach (var wire in _wires)
        {
            wire.Dispose();
        }

        return ValueTask.CompletedTask;
    }

    /// <summary>Connects until nobody answers any more: the system drops the requests for connections that find no place.</summary>
    private async Task FillBacklogAsync()
    {
        _listener.Listen(backlog: 0);
        for (var isFull = false; !isFull;)
        {
            var filler = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            _fillers.Add(filler);
            using var patience = new CancellationTokenSource(TimeSpan.FromMilliseconds(300), TimeProvider.System);
            try
            {
                await filler.ConnectAsync(_listener.LocalEndPoint!, patience.Token);
            }
            catch (OperationCanceledException)
            {
                isFull = true;
            }
        }
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                var wire = new Wire(await _listener.AcceptAsync());
                _wires.Add(wire);
                _ = Task.Run(() => ServeAsync(wire));
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // The scenario is over.
        }
    }

    private async Task ServeAsync(Wire wire)
    {
        using (wire)
        {
            do
            {
                if (await wire.ReadRequestAsync() is not var (path, headers, body))
                {
                    return;
                }

                if (!string.Equals(path, "/" + Kind.Name, StringComparison.Ordinal))
                {
                    Interlocked.Increment(ref _strays);
                }
                else if (Kind.Status is { } status)
                {
                    _requests.Enqueue(ReceivedRequest.Of(Kind.Name, headers.GetValueOrDefault, body, status, [TimeSpan.Zero]));
                }
            }
            while (await Kind.Answer(wire));
        }
    }
}
