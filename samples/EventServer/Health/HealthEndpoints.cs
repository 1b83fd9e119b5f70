using Microsoft.AspNetCore.Diagnostics.HealthChecks;

namespace EventServer.Health;

/// <summary>Two questions of whoever runs the server. Live: does the process answer? Ready: would a request be served?</summary>
internal static class HealthEndpoints
{
    /// <summary>The tag of the checks that readiness asks.</summary>
    public const string Ready = "ready";

    private static readonly string[] Reading = [HttpMethods.Get, HttpMethods.Head];

    public static void MapHealth(this WebApplication app)
    {
        app.MapMethods("/health/live", Reading, static context => context.Response.WriteAsync("live", context.RequestAborted)).AllowAnonymous();
        app.MapHealthChecks("/health/ready", new HealthCheckOptions
        {
            Predicate = static check => check.Tags.Contains(Ready),
            ResponseWriter = HealthReportJson.WriteAsync,
        }).WithMetadata(new HttpMethodMetadata(Reading)).AllowAnonymous();
    }
}
