using System.Net;
using System.Text;
using System.Threading.Channels;

namespace Samples.Tests;

/// <summary>A receiver of webhooks on a free port: takes everything but what is sent to <c>/broken</c>, and keeps what it took.</summary>
internal sealed class HookReceiver : IDisposable
{
    private readonly HttpListener _listener;
    private readonly Channel<HookRequest> _requests = Channel.CreateUnbounded<HookRequest>();

    public HookReceiver()
    {
        (_listener, Address) = Listen();
        _ = ServeAsync();
    }

    public Uri Address { get; }

    /// <summary>The next request that came.</summary>
    public async Task<HookRequest> NextAsync() => await _requests.Reader.ReadAsync().AsTask().WaitAsync(TimeSpan.FromMinutes(1));

    public void Dispose() => _listener.Close();

    private static (HttpListener Listener, Uri Address) Listen()
    {
        while (true)
        {
            var address = new Uri($"http://127.0.0.1:{Random.Shared.Next(20_000, 60_000)}/");
            var listener = new HttpListener { Prefixes = { address.ToString() } };
            try
            {
                listener.Start();
                return (listener, address);
            }
            catch (HttpListenerException)
            {
                // Somebody else has the port; another one is free.
                listener.Close();
            }
        }
    }

    private async Task ServeAsync()
    {
        try
        {
            while (true)
            {
                var context = await _listener.GetContextAsync();
                using var body = new MemoryStream();
                await context.Request.InputStream.CopyToAsync(body);
                var headers = context.Request.Headers;
                _requests.Writer.TryWrite(new HookRequest(
                    context.Request.Url!.AbsolutePath,
                    headers.AllKeys.OfType<string>().ToDictionary(k => k, k => headers[k]!, StringComparer.OrdinalIgnoreCase),
                    body.ToArray()));
                context.Response.StatusCode = context.Request.Url.AbsolutePath == "/broken" ? 503 : 200;
                context.Response.Close(Encoding.UTF8.GetBytes("taken"), willBlock: false);
            }
        }
        catch (Exception e) when (e is HttpListenerException or ObjectDisposedException)
        {
            // The test is over.
        }
    }
}

/// <summary>A request as it came.</summary>
internal sealed record HookRequest(string Path, IReadOnlyDictionary<string, string> Headers, byte[] Body);
