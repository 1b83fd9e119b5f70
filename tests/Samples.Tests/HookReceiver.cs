using System.Net;
using System.Text;
using System.Threading.Channels;

namespace Samples.Tests;

/// <summary>A receiver of webhooks on a free port: takes everything but what is sent to <c>/broken</c>, and keeps what it took.</summary>
internal sealed class HookReceiver : IDisposable
{
    private readonly LoopbackListener _listener;
    private readonly Channel<HookRequest> _requests = Channel.CreateUnbounded<HookRequest>();

    public HookReceiver() => _listener = new LoopbackListener(Answer);

    public Uri Address => _listener.Address;

    /// <summary>The next request that came.</summary>
    public async Task<HookRequest> NextAsync() => await _requests.Reader.ReadAsync().AsTask().WaitAsync(TimeSpan.FromMinutes(1));

    public void Dispose() => _listener.Dispose();

    private void Answer(HttpListenerContext context, byte[] body)
    {
        var (path, headers) = (context.Request.Url!.AbsolutePath, context.Request.Headers);
        _requests.Writer.TryWrite(new HookRequest(
            path,
            headers.AllKeys.OfType<string>().ToDictionary(k => k, k => headers[k]!, StringComparer.OrdinalIgnoreCase),
            body));
        context.Response.StatusCode = path == "/broken" ? 503 : 200;
        context.Response.Close(Encoding.UTF8.GetBytes("taken"), willBlock: false);
    }
}

/// <summary>A request as it came.</summary>
internal sealed record HookRequest(string Path, IReadOnlyDictionary<string, string> Headers, byte[] Body);
