using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Notifications;

/// <summary>Says what is wrong with a request, null when nothing is, and how to answer.</summary>
internal delegate Verdict RequestCheck(ServiceRequest request);

/// <summary>An HTTP server on this machine that stands for somebody else's service, and checks what it gets.</summary>
internal sealed class LocalService : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly RequestCheck _check;
    private readonly List<ServiceRequest> _taken = [];
    private readonly List<string> _wrong = [];
    private readonly Lock _gate = new();

    private LocalService(string name, WebApplication app, RequestCheck check) => (Name, _app, _check) = (name, app, check);

    public string Name { get; }

    /// <summary>Where it listens, without a slash at the end.</summary>
    public string Address => _app.Urls.Single();

    /// <summary>Whether it took exactly one request and found nothing wrong with any.</summary>
    public bool IsRight
    {
        get
        {
            lock (_gate)
            {
                return _taken.Count == 1 && _wrong.Count == 0;
            }
        }
    }

    /// <summary>What it took, or what was wrong.</summary>
    public string Shown
    {
        get
        {
            lock (_gate)
            {
                return _wrong.Count > 0 ? string.Join(' ', _wrong) : _taken.Count == 0 ? "nothing came" : _taken[0].Shown;
            }
        }
    }

    /// <summary>Starts a service on a free port.</summary>
    public static async Task<LocalService> StartAsync(string name, RequestCheck check)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.SetMinimumLevel(LogLevel.Error);
        var app = builder.Build();
        app.Urls.Add("http://127.0.0.1:0");
        var service = new LocalService(name, app, check);
        app.MapFallback(service.AnswerAsync);
        await app.StartAsync();
        return service;
    }

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
    }

    private async Task AnswerAsync(HttpContext context)
    {
        var request = await ServiceRequest.ReadAsync(context.Request);
        var verdict = _check(request);
        lock (_gate)
        {
            if (verdict.Wrong is { } wrong)
            {
                _wrong.Add(wrong);
            }
            else if (verdict.Status < 300)
            {
                _taken.Add(request);
            }
        }

        context.Response.StatusCode = verdict.Status;
        if (verdict.RetryAfterSeconds is { } seconds)
        {
            context.Response.Headers.RetryAfter = seconds.ToString();
        }

        if (verdict.Answer.Length > 0)
        {
            await context.Response.WriteAsync(verdict.Answer);
        }
    }
}

/// <summary>How a service answers.</summary>
/// <param name="Status">The status.</param>
/// <param name="Answer">The body.</param>
/// <param name="Wrong">What was wrong with the request; null when nothing was.</param>
/// <param name="RetryAfterSeconds">How long to leave it alone; null when it does not say.</param>
internal sealed record Verdict(int Status, string Answer = "", string? Wrong = null, int? RetryAfterSeconds = null)
{
    /// <summary>Refuses a request.</summary>
    public static Verdict Refuse(string wrong) => new(400, wrong, wrong);
}
