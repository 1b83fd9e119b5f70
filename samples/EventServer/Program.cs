using EventServer;
using EventServer.Access;
using EventServer.Health;
using EventServer.Observability;
using EventServer.Problems;
using EventServer.Settings;

// A deployable event domain: settings in, the HTTP API out. Every line below is one concern with a file of its own.
WebApplication? app = null;
try
{
    app = Build(args);
    await app.StartAsync();
}
catch (Exception failure)
{
    await StartFailure.ShowAsync(failure, Console.Error);
    if (app is not null)
    {
        await app.DisposeAsync();
    }

    return 1;
}

await app.WaitForShutdownAsync();
await app.DisposeAsync();
return 0;

static WebApplication Build(string[] args)
{
    var builder = WebApplication.CreateSlimBuilder(args);
    var settings = EventServerSettings.Read(builder.Configuration, builder.Environment);

    builder.AddServerLogging();
    builder.AddTelemetry();
    builder.AddServerLimits();
    builder.AddAccess(settings);
    builder.AddEventDomain(settings);
    builder.Services.AddHealthChecks().AddInsideLabsEvents(HealthEndpoints.Ready);

    var app = builder.Build();
    app.UseProblems();
    app.UseAccess(settings);

    app.MapInsideLabsEvents("/api").RequireAuthorization();
    app.MapOpenApi();
    app.MapHealth();
    return app;
}
