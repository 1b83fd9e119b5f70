using System.Collections.Concurrent;
using System.Net;
using System.Text;

namespace InsideLabs.EventBus.Architecture.Tests.Docs.Pages;

/// <summary>Stands for every service of a page, on a free port of this machine: keeps what comes and answers as the page says the service does.</summary>
internal sealed class PageReceiver : IDisposable
{
    private readonly HttpListener _listener;
    private readonly ConcurrentQueue<HttpBlock> _answers;
    private readonly ConcurrentQueue<ReceivedRequest> _requests = new();

    /// <summary>Begins to listen.</summary>
    /// <param name="answers">What to answer, in order; then plain 200s.</param>
    public PageReceiver(IEnumerable<HttpBlock> answers)
    {
        _answers = new ConcurrentQueue<HttpBlock>(answers);
        (_listener, Address) = Listen();
        _ = ServeAsync();
    }

    /// <summary>Where it listens, without a slash at the end.</summary>
    public string Address { get; }

    /// <summary>What came, in order. A delivery that has ended has been kept.</summary>
    public IReadOnlyList<ReceivedRequest> Requests => [.. _requests];

    public void Dispose() => _listener.Close();

    private static (HttpListener Listener, string Address) Listen()
    {
        while (true)
        {
            var address = $"http://127.0.0.1:{Random.Shared.Next(20_000, 60_000)}";
            var listener = new HttpListener { Prefixes = { address + "/" } };
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
                _requests.Enqueue(new ReceivedRequest(
                    context.Request.HttpMethod,
                    context.Request.RawUrl!,
                    headers.AllKeys.OfType<string>().ToDictionary(k => k, k => headers[k]!, StringComparer.OrdinalIgnoreCase),
                    Encoding.UTF8.GetString(body.GetBuffer(), 0, (int)body.Length)));
                Answer(context.Response);
            }
        }
        catch (Exception e) when (e is HttpListenerException or ObjectDisposedException)
        {
            // The test is over.
        }
    }

    private void Answer(HttpListenerResponse response)
    {
        if (_answers.TryDequeue(out var answer))
        {
            response.StatusCode = int.Parse(answer.Target);
            foreach (var (name, value) in answer.Headers)
            {
                response.Headers[name] = value;
            }
        }

        response.Close(Encoding.UTF8.GetBytes(answer?.Body ?? string.Empty), willBlock: false);
    }
}

/// <summary>A request as it came.</summary>
/// <param name="Method">Its method.</param>
/// <param name="Target">Its path and query, as they stand in the request.</param>
/// <param name="Headers">Its headers.</param>
/// <param name="Body">Its body.</param>
internal sealed record ReceivedRequest(string Method, string Target, IReadOnlyDictionary<string, string> Headers, string Body);
