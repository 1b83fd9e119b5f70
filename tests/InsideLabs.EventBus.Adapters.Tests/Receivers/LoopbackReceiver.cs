using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Threading.Channels;

namespace InsideLabs.EventBus.Adapters.Tests.Receivers;

/// <summary>A receiver on a loopback socket that answers, or misbehaves, by the byte.</summary>
internal sealed class LoopbackReceiver : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentBag<Task> _conversations = [];
    private readonly Channel<ReceivedRequest> _requests = Channel.CreateUnbounded<ReceivedRequest>();
    private readonly Func<Conversation, Task> _behaviour;
    private readonly Task _accepting;
    private int _connections;

    /// <summary>Listens on a free port.</summary>
    /// <param name="behaviour">What it does with each connection; the connection is closed when it returns.</param>
    public LoopbackReceiver(Func<Conversation, Task> behaviour)
    {
        _behaviour = behaviour;
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    public string Url => $"http://127.0.0.1:{Port}/hook";

    public int Connections => Volatile.Read(ref _connections);

    /// <summary>Answers every request with the same bytes and keeps the connection.</summary>
    public static LoopbackReceiver Answering(string response) => new(async c =>
    {
        while (await c.ReadRequestAsync() is not null)
        {
            await c.WriteAsync(response);
        }
    });

    /// <summary>Answers every request with a status, more headers, and a body of known length.</summary>
    public static LoopbackReceiver Answering(int status, string headers = "", string body = "") => Answering(
        $"HTTP/1.1 {status} Whatever\r\nContent-Length: {Encoding.UTF8.GetByteCount(body)}\r\n{headers}\r\n{body}");

    public async Task<ReceivedRequest> NextRequestAsync() =>
        await _requests.Reader.ReadAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(30));

    /// <summary>Waits until every connection made so far has been closed by the other side or by the behaviour.</summary>
    public Task AllClosedAsync() => Task.WhenAll(_conversations).WaitAsync(TimeSpan.FromSeconds(30));

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _accepting;
        _listener.Stop();
        await Task.WhenAll(_conversations).WaitAsync(TimeSpan.FromSeconds(30));
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                var client = await _listener.AcceptTcpClientAsync(_stop.Token);
                Interlocked.Increment(ref _connections);
                _conversations.Add(ConverseAsync(client));
            }
        }
        catch (OperationCanceledException)
        {
            // The receiver was stopped.
        }
    }

    private async Task ConverseAsync(TcpClient client)
    {
        using (client)
        {
            try
            {
                await _behaviour(new Conversation(client, _requests.Writer, _stop.Token));
            }
            catch (Exception e) when (e is IOException or OperationCanceledException)
            {
                // The sender went away, or the test is over.
            }
        }
    }

    internal sealed class Conversation(TcpClient client, ChannelWriter<ReceivedRequest> requests, CancellationToken stop)
    {
        public NetworkStream Stream { get; } = client.GetStream();

        public CancellationToken Stop => stop;

        public async Task<ReceivedRequest?> ReadRequestAsync()
        {
            var request = await ReceivedRequest.ReadAsync(Stream, stop);
            if (request is not null)
            {
                await requests.WriteAsync(request, stop);
            }

            return request;
        }

        public async Task WriteAsync(string text) => await Stream.WriteAsync(Encoding.UTF8.GetBytes(text), stop);

        public async Task WriteAsync(ReadOnlyMemory<byte> bytes) => await Stream.WriteAsync(bytes, stop);

        /// <summary>Listens and says nothing more, until the sender closes the connection or the test is over.</summary>
        public async Task StaySilentAsync()
        {
            var heard = new byte[1024];
            while (await Stream.ReadAsync(heard, stop) > 0)
            {
                // Whatever it is, there is no answer.
            }
        }

        /// <summary>Ends the connection with a reset instead of a farewell.</summary>
        public void Reset()
        {
            client.LingerState = new LingerOption(enable: true, seconds: 0);
            client.Close();
        }
    }
}
