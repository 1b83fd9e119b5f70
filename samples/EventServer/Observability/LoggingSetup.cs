using Microsoft.Extensions.Configuration.Memory;

namespace EventServer.Observability;

/// <summary>Lines of JSON for machines; in Development, lines for people.</summary>
internal static class LoggingSetup
{
    private static readonly Dictionary<string, string?> Levels = new(StringComparer.Ordinal)
    {
        ["Logging:LogLevel:Default"] = "Information",

        // A line or more for every request would cost more than the request.
        ["Logging:LogLevel:Microsoft.AspNetCore"] = "Warning",

        // A start that fails is told once, in one message, by StartFailure: not by each layer that it passes.
        ["Logging:LogLevel:Microsoft.Extensions.Hosting.Internal.Host"] = "None",
        ["Logging:LogLevel:Microsoft.AspNetCore.Hosting.Diagnostics"] = "None",
    };

    public static void AddServerLogging(this WebApplicationBuilder builder)
    {
        // In front of all other sources: any of them overrides these.
        ((IConfigurationBuilder)builder.Configuration).Sources.Insert(0, new MemoryConfigurationSource { InitialData = Levels });
        builder.Logging.ClearProviders();
        if (builder.Environment.IsDevelopment())
        {
            builder.Logging.AddSimpleConsole(console =>
            {
                console.SingleLine = true;
                console.TimestampFormat = "HH:mm:ss ";
            });
        }
        else
        {
            builder.Logging.AddJsonConsole(console =>
            {
                console.IncludeScopes = true;
                console.UseUtcTimestamp = true;
                console.TimestampFormat = "yyyy-MM-ddTHH:mm:ss.fffZ";
            });
        }
    }
}
