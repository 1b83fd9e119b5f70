using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace InsideLabs.EventBus.Faults.Scenarios.Receivers;

/// <summary>A connection as a hostile receiver has it: bytes, counted.</summary>
internal sealed class Wire(Socket socket) : IDisposable
{
    private readonly long _opened = TimeProvider.System.GetTimestamp();
    private readonly byte[] _buffer = new byte[64 * 1024];
    private int _filled;

    /// <summary>How much the system has taken. What waits in its buffers counts, so the peer has read this or less.</summary>
    public long Written { get; private set; }

    /// <summary>How long the connection was there until the peer closed it; null when it did not.</summary>
    public TimeSpan? ClosedAfter { get; private set; }

    /// <summary>Reads one request.</summary>
    /// <returns>Its path, headers and body; null when the peer closed the connection first.</returns>
    public async Task<(string Path, Dictionary<string, string> Headers, byte[] Body)?> ReadRequestAsync()
    {
        int end;
        while ((end = _buffer.AsSpan(0, _filled).IndexOf("\r\n\r\n"u8)) < 0)
        {
            if (!await ReceiveAsync())
            {
                return null;
            }
        }

        var lines = Encoding.ASCII.GetString(_buffer, 0, end).Split("\r\n");
        var headers = lines[1..].Select(l => l.Split(": ", 2)).ToDictionary(l => l[0], l => l[1], StringComparer.OrdinalIgnoreCase);
        var whole = end + 4 + int.Parse(headers["content-length"], CultureInfo.InvariantCulture);
        while (_filled < whole)
        {
            if (!await ReceiveAsync())
            {
                return null;
            }
        }

        var body = _buffer[(end + 4)..whole];
        _filled -= whole;
        _buffer.AsSpan(whole, _filled).CopyTo(_buffer);
        return (lines[0].Split(' ')[1], headers, body);
    }

    /// <summary>Writes, waiting for the peer as long as it takes.</summary>
    /// <returns>False when the peer has closed the connection.</returns>
    public async Task<bool> WriteAsync(ReadOnlyMemory<byte> bytes)
    {
        try
        {
            while (bytes.Length > 0)
            {
                var taken = await socket.SendAsync(bytes);
                Written += taken;
                bytes = bytes[taken..];
            }

            return true;
        }
        catch (SocketException)
        {
            return Close();
        }
    }

    public Task<bool> WriteAsync(string ascii) => WriteAsync(Encoding.ASCII.GetBytes(ascii));

    /// <summary>Writes the same again and again, until the peer has had enough of it or has got all.</summary>
    public async Task FloodAsync(ReadOnlyMemory<byte> bytes, long most)
    {
        for (var left = most; left > 0 && await WriteAsync(bytes); left -= bytes.Length)
        {
        }
    }

    /// <summary>Writes one byte per second until the peer has had enough of it.</summary>
    public async Task DripAsync()
    {
        var closed = WaitForCloseAsync();
        using var second = new PeriodicTimer(TimeSpan.FromSeconds(1));
        do
        {
            var tick = second.WaitForNextTickAsync().AsTask();
            if (await Task.WhenAny(closed, tick) == closed)
            {
                return;
            }
        }
        while (await WriteAsync("a"));
    }

    /// <summary>Waits until the peer closes the connection.</summary>
    public async Task WaitForCloseAsync()
    {
        while (await ReceiveAsync())
        {
            _filled = 0;
        }
    }

    /// <summary>Ends the connection by a reset, whatever is still to be sent.</summary>
    public void Reset()
    {
        socket.LingerState = new LingerOption(enable: true, 0);
        socket.Close();
    }

    public void Dispose() => socket.Dispose();

    private async Task<bool> ReceiveAsync()
    {
        try
        {
            var read = await socket.ReceiveAsync(_buffer.AsMemory(_filled));
            _filled += read;
            return read > 0 || Close();
        }
        catch (SocketException)
        {
            return Close();
        }
    }

    private bool Close()
    {
        ClosedAfter ??= TimeProvider.System.GetElapsedTime(_opened);
        return false;
    }
}
