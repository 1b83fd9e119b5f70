using System.Net;
using InsideLabs.EventBus.AspNetCore.Problems;
using InsideLabs.EventBus.Errors;

namespace EventServer.Access;

/// <summary>
/// Lets only callers on this machine in. A reverse proxy makes everybody local, so whoever came through one is refused; and a
/// web page that somebody on this machine has open is not that person, so what a foreign page sends is refused too.
/// </summary>
internal sealed class LoopbackOnly(RequestDelegate next)
{
    private static readonly string[] ProxyHeaders = ["Forwarded", "X-Forwarded-For", "X-Forwarded-Host", "X-Real-IP"];

    public Task InvokeAsync(HttpContext context) => Refusal(context) is { } refusal
        ? Problem.WriteAsync(context, StatusCodes.Status403Forbidden, ErrorCodes.Forbidden, $"{refusal} Set Events:ApiKey to let others in.")
        : next(context);

    private static string? Refusal(HttpContext context)
    {
        var headers = context.Request.Headers;
        if (context.Connection.RemoteIpAddress is not { } caller || !IPAddress.IsLoopback(caller))
        {
            return "Without an API key this server answers callers on its own machine only.";
        }

        if (ProxyHeaders.Any(headers.ContainsKey))
        {
            return "Without an API key this server does not answer through a proxy, which makes every caller a local one.";
        }

        // A foreign name that leads here is how a web page reaches a local server (DNS rebinding).
        return IsLocal(context.Request.Host.Host) && !headers["Sec-Fetch-Site"].Contains("cross-site")
            ? null
            : "Without an API key this server does not answer web pages of other hosts.";
    }

    private static bool IsLocal(string host) =>
        string.Equals(host, "localhost", StringComparison.OrdinalIgnoreCase)
        || (IPAddress.TryParse(host.Trim('[', ']'), out var address) && IPAddress.IsLoopback(address));
}
