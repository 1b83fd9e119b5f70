using System.Collections.Concurrent;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Samples.Tests;

/// <summary>With a collector named by the standard variable, what the server did arrives there before it has ended.</summary>
public sealed class EventServerTelemetryTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("eventserver");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task Traces_metrics_and_logs_are_sent_by_the_end()
    {
        var received = new ConcurrentQueue<(string Path, string Text)>();
        await using var collector = await StartCollectorAsync(received);
        var (server, http) = await EventServerProcess.StartAsync(
            _folder.FullName,
            "Development",
            ("Events:Store", "memory"),
            ("OTEL_EXPORTER_OTLP_ENDPOINT", collector.Urls.Single()),
            ("OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf"),
            ("OTEL_SERVICE_NAME", "named-by-the-environment"));
        await using var running = server;
        using var client = http;
        (await http.GetStringAsync("/health/live")).Should().Be("live");

        (await server.TerminateAsync()).Should().Be(0, server.Output);

        received.Select(r => r.Path).Distinct().Should().BeEquivalentTo("/v1/traces", "/v1/metrics", "/v1/logs");
        received.Should().OnlyContain(r => r.Text.Contains("named-by-the-environment", StringComparison.Ordinal));
        received.Should().Contain(r => r.Path == "/v1/traces" && r.Text.Contains("/health/live", StringComparison.Ordinal));
        received.Should().Contain(r => r.Path == "/v1/metrics" && r.Text.Contains("http.server.request.duration", StringComparison.Ordinal));
        received.Should().Contain(r => r.Path == "/v1/logs" && r.Text.Contains("Now listening on", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_collector_that_does_not_answer_holds_up_neither_the_server_nor_its_end()
    {
        var (server, http) = await EventServerProcess.StartAsync(
            _folder.FullName,
            "Development",
            ("Events:Store", "memory"),
            ("OTEL_EXPORTER_OTLP_ENDPOINT", "http://127.0.0.1:9"),
            ("OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf"));
        await using var running = server;
        using var client = http;
        (await http.GetStringAsync("/health/live")).Should().Be("live");

        (await server.TerminateAsync()).Should().Be(0, server.Output);
    }

    private static async Task<WebApplication> StartCollectorAsync(ConcurrentQueue<(string Path, string Text)> received)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        var collector = builder.Build();
        collector.Urls.Add("http://127.0.0.1:0");
        collector.Run(async context =>
        {
            using var reader = new StreamReader(context.Request.Body, Encoding.Latin1);
            received.Enqueue((context.Request.Path.Value!, await reader.ReadToEndAsync()));
            context.Response.ContentType = "application/x-protobuf";
        });
        await collector.StartAsync();
        return collector;
    }
}
