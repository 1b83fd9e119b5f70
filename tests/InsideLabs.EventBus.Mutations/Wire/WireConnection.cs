using System.Net;
using System.Net.Sockets;

namespace InsideLabs.EventBus.Mutations.Wire;

/// <summary>A connection that sends bytes as they are. It is opened again when the server closed it, or when a request broke it.</summary>
internal sealed class WireConnection(IPEndPoint server) : IDisposable
{
    /// <summary>No answer may take longer.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private Socket? _socket;
    private NetworkStream? _stream;
    private AnswerReader? _reader;

    /// <summary>Sends a request and reads its answer.</summary>
    /// <exception cref="OperationCanceledException">No answer within <see cref="Patience"/>.</exception>
    /// <exception cref="InvalidDataException">The answer is no HTTP, or not all of it.</exception>
    public async Task<WireAnswer> SendAsync(WireRequest request)
    {
        using var patience = new CancellationTokenSource(Patience);
        var isFresh = _socket is null;
        try
        {
            var answer = await TrySendAsync(request, patience.Token);
            if (answer.Status == 0 && !isFresh && request.Ending == Ending.Whole)
            {
                // The server may close an idle connection at the very moment in which it is used again: that is nobody's fault.
                Close();
                answer = await TrySendAsync(request, patience.Token);
            }

            if (answer.Status == 0 || answer.ClosesConnection || !request.KeepsConnection)
            {
                Close();
            }

            return answer;
        }
        catch
        {
            Close();
            throw;
        }
    }

    public void Dispose() => Close();

    private async Task<WireAnswer> TrySendAsync(WireRequest request, CancellationToken cancellationToken)
    {
        try
        {
            if (_socket is null)
            {
                _socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
                await _socket.ConnectAsync(server, cancellationToken);
                _stream = new NetworkStream(_socket);
                _reader = new AnswerReader(_stream);
            }

            var hasBody = request.Method != "HEAD";
            if (request.Framing == Framing.ExpectContinue && request.Ending == Ending.Whole)
            {
                await _stream!.WriteAsync(request.Head(), cancellationToken);
                var consent = await _reader!.ReadAsync(hasBody, cancellationToken);
                if (consent.Status != 100)
                {
                    // Refused without the body, so the connection is of no use any more.
                    Close();
                    return consent;
                }

                await _stream.WriteAsync(request.Tail(), cancellationToken);
                return await _reader.ReadAsync(hasBody, cancellationToken);
            }

            await WriteAsync(request, cancellationToken);
            if (request.Ending == Ending.Reset)
            {
                _socket.LingerState = new LingerOption(enable: true, seconds: 0);
                return WireAnswer.None;
            }

            var answer = await _reader!.ReadAsync(hasBody, cancellationToken);
            return answer.Status == 100 ? await _reader.ReadAsync(hasBody, cancellationToken) : answer;
        }
        catch (IOException)
        {
            // The server closed before it had read everything, and its answer, if any, is lost.
            return WireAnswer.None;
        }
    }

    private async Task WriteAsync(WireRequest request, CancellationToken cancellationToken)
    {
        byte[] bytes = [.. request.Head(), .. request.Tail()];
        var length = request.Ending == Ending.Whole ? bytes.Length : Math.Min(request.CutAt, bytes.Length);
        try
        {
            await _stream!.WriteAsync(bytes.AsMemory(0, length), cancellationToken);
            if (request.Ending == Ending.HalfClosed)
            {
                _socket!.Shutdown(SocketShutdown.Send);
            }
        }
        catch (Exception e) when (e is IOException or SocketException)
        {
            // The server has heard enough; its answer may be there.
        }
    }

    private void Close()
    {
        _stream?.Dispose();
        _socket?.Dispose();
        (_socket, _stream, _reader) = (null, null, null);
    }
}
