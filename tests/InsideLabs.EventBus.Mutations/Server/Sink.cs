using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace InsideLabs.EventBus.Mutations.Server;

/// <summary>Receives what the server delivers: answers 200, or the status that stands first in the path.</summary>
internal sealed class Sink : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, port: 0);
    private int _received;

    public Sink() => _listener.Start(backlog: 512);

    public Uri Address => new($"http://{_listener.LocalEndpoint}/");

    public int Received => _received;

    public async Task RunAsync()
    {
        try
        {
            while (true)
            {
                _ = AnswerAsync(await _listener.AcceptSocketAsync());
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // Stopped.
        }
    }

    public void Dispose() => _listener.Dispose();

    private async Task AnswerAsync(Socket socket)
    {
        using var connection = socket;
        var buffer = new byte[2 * 1024 * 1024];
        var end = 0;
        try
        {
            while (await connection.ReceiveAsync(buffer.AsMemory(end)) is > 0 and var read)
            {
                end += read;
                while (Length(buffer.AsSpan(0, end)) is { } length && length <= end)
                {
                    var status = StatusFor(buffer.AsSpan(0, end));
                    buffer.AsSpan(length, end - length).CopyTo(buffer);
                    end -= length;
                    Interlocked.Increment(ref _received);
                    await connection.SendAsync(Encoding.ASCII.GetBytes($"HTTP/1.1 {status} x\r\ncontent-length: 0\r\n\r\n"));
                }
            }
        }
        catch (SocketException)
        {
            // The server gave up the connection.
        }
    }

    private static int StatusFor(ReadOnlySpan<byte> request)
    {
        var path = request.IndexOf(" /"u8) + 2;
        return int.TryParse(request.Slice(path, 3), NumberStyles.None, CultureInfo.InvariantCulture, out var asked) && asked is >= 200 and <= 599 ? asked : 200;
    }

    /// <summary>How long the first request in the buffer is, or null while its head is not whole.</summary>
    private static int? Length(ReadOnlySpan<byte> bytes)
    {
        var headEnd = bytes.IndexOf("\r\n\r\n"u8);
        if (headEnd < 0)
        {
            return null;
        }

        foreach (var line in Encoding.Latin1.GetString(bytes[..headEnd]).Split("\r\n"))
        {
            if (line.StartsWith("content-length:", StringComparison.OrdinalIgnoreCase))
            {
                return headEnd + 4 + int.Parse(line.AsSpan(15).Trim(), NumberStyles.None, CultureInfo.InvariantCulture);
            }
        }

        return headEnd + 4;
    }
}
