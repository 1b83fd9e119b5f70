using System.Collections.Concurrent;
using System.Net;
using System.Text;
using Samples.Tests;

namespace InsideLabs.EventBus.Architecture.Tests.Docs.Pages;

/// <summary>Stands for every service of a page, on a free port of this machine: keeps what comes and answers as the page says the service does.</summary>
internal sealed class PageReceiver : IDisposable
{
    private readonly LoopbackListener _listener;
    private readonly ConcurrentQueue<HttpBlock> _answers;
    private readonly ConcurrentQueue<ReceivedRequest> _requests = new();

    /// <summary>Begins to listen.</summary>
    /// <param name="answers">What to answer, in order; then plain 200s.</param>
    public PageReceiver(IEnumerable<HttpBlock> answers)
    {
        _answers = new ConcurrentQueue<HttpBlock>(answers);
        _listener = new LoopbackListener(Answer);
    }

    /// <summary>Where it listens, without a slash at the end.</summary>
    public string Address => _listener.Address.GetLeftPart(UriPartial.Authority);

    /// <summary>What came, in order. A delivery that has ended has been kept.</summary>
    public IReadOnlyList<ReceivedRequest> Requests => [.. _requests];

    public void Dispose() => _listener.Dispose();

    private void Answer(HttpListenerContext context, byte[] body)
    {
        var (request, response) = (context.Request, context.Response);
        _requests.Enqueue(new ReceivedRequest(
            request.HttpMethod,
            request.RawUrl!,
            request.Headers.AllKeys.OfType<string>().ToDictionary(k => k, k => request.Headers[k]!, StringComparer.OrdinalIgnoreCase),
            Encoding.UTF8.GetString(body)));
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
