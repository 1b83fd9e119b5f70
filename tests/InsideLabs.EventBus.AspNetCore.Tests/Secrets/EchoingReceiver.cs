using System.Collections.Concurrent;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Logging;

namespace InsideLabs.EventBus.AspNetCore.Tests.Secrets;

/// <summary>
/// The worst receiver for a secret: it answers with all that it was sent, in every form, and with whatever status its path names:
/// <c>/503/…</c>.
/// </summary>
internal sealed class EchoingReceiver : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ConcurrentQueue<string> _received = new();

    private EchoingReceiver(WebApplication app) => _app = app;

    public string Address => _app.Urls.Single();

    /// <summary>The head and the body of every request.</summary>
    public IReadOnlyList<string> Received => [.. _received];

    public static async Task<EchoingReceiver> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var receiver = new EchoingReceiver(builder.Build());
        receiver._app.Run(receiver.AnswerAsync);
        await receiver._app.StartAsync();
        return receiver;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task AnswerAsync(HttpContext context)
    {
        using var reader = new StreamReader(context.Request.Body);
        var head = string.Join('\n', context.Request.Headers.SelectMany(h => h.Value.Select(v => $"{h.Key}: {v}")));
        var raw = $"{context.Request.Path}{context.Request.QueryString}\n{head}\n{await reader.ReadToEndAsync()}";
        _received.Enqueue(raw);
        context.Response.StatusCode = int.Parse(context.Request.Path.Value!.Split('/')[1]);
        var bytes = Encoding.UTF8.GetBytes(raw);
        await context.Response.WriteAsync(string.Join(
            '\n', raw, JsonSerializer.Serialize(raw), Uri.UnescapeDataString(raw), Convert.ToHexString(Encoding.UTF8.GetBytes(head)),
            Convert.ToBase64String(bytes[..Math.Min(bytes.Length, 2000)])));
    }
}
