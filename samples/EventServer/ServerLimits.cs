namespace EventServer;

/// <summary>What one caller may cost, and how long a stop may take.</summary>
internal static class ServerLimits
{
    /// <summary>The API refuses a body above 1 MiB itself, with a code; this is the wall behind it.</summary>
    private const long LargestBody = (1024 + 64) * 1024;

    /// <summary>Longer than the bus drains (20 s), so that what was cancelled can still be given back and telemetry be sent.</summary>
    private static readonly TimeSpan ShutdownTimeout = TimeSpan.FromSeconds(30);

    public static void AddServerLimits(this WebApplicationBuilder builder)
    {
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(server =>
        {
            server.AddServerHeader = false;
            server.Limits.MaxRequestBodySize = LargestBody;
            server.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(15);
            server.Limits.KeepAliveTimeout = TimeSpan.FromMinutes(2);
        });
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = ShutdownTimeout);
    }
}
