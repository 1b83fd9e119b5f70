using System.Net;
using System.Net.Sockets;
using System.Text.Json;

namespace Samples.Tests;

/// <summary>What an operator and a caller of the event server see, over real sockets.</summary>
public sealed class EventServerTests : IDisposable
{
    private const string Development = "Development";
    private const string Production = "Production";
    private const string AnyPort = "http://127.0.0.1:0";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("eventserver");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task In_Development_it_runs_without_a_key_and_ends_orderly()
    {
        var (server, http) = await EventServerProcess.StartAsync(_folder.FullName, Development);
        await using var running = server;
        using var client = http;

        (await http.GetStringAsync("/health/live")).Should().Be("live");
        using var ready = JsonDocument.Parse(await http.GetStringAsync("/health/ready"));
        ready.RootElement.GetProperty("status").GetString().Should().Be("healthy");
        ready.RootElement.GetProperty("checks").EnumerateArray().Select(c => c.GetProperty("name").GetString())
            .Should().Equal("insidelabs-events-store", "insidelabs-events-dispatcher", "insidelabs-events-time-zones");
        using var document = JsonDocument.Parse(await http.GetStringAsync("/openapi/v1.json"));
        document.RootElement.GetProperty("openapi").GetString().Should().StartWith("3.");
        new FileInfo(Path.Combine(_folder.FullName, "events.db.key")).UnixFileMode.Should().Be(UnixFileMode.UserRead | UnixFileMode.UserWrite);

        (await server.TerminateAsync()).Should().Be(0, server.Output);
        server.Output.Should().Contain("Application is shutting down");
    }

    [Fact]
    public async Task What_is_not_served_is_a_problem()
    {
        var (server, http) = await EventServerProcess.StartAsync(_folder.FullName, Development, ("Events:Store", "memory"));
        await using var running = server;
        using var client = http;

        using var unknown = await http.GetAsync("/nowhere");
        using var method = await http.DeleteAsync("/openapi/v1.json");

        await ShouldBeProblem(unknown, HttpStatusCode.NotFound, "not_found");
        await ShouldBeProblem(method, HttpStatusCode.MethodNotAllowed, "method_not_allowed");
        unknown.Headers.Server.Should().BeEmpty();
    }

    [Theory]
    [InlineData("X-Forwarded-For", "203.0.113.7")]
    [InlineData("Forwarded", "for=203.0.113.7")]
    [InlineData("Host", "evil.example")]
    [InlineData("Sec-Fetch-Site", "cross-site")]
    public async Task Without_a_key_who_came_through_a_proxy_or_a_foreign_page_is_refused(string header, string value)
    {
        var (server, http) = await EventServerProcess.StartAsync(_folder.FullName, Development, ("Events:Store", "memory"));
        await using var running = server;
        using var client = http;
        using var request = new HttpRequestMessage(HttpMethod.Get, "/health/live");
        request.Headers.Add(header, value);

        using var answer = await http.SendAsync(request);

        await ShouldBeProblem(answer, HttpStatusCode.Forbidden, "forbidden");
    }

    [Fact]
    public async Task With_a_key_everything_but_health_asks_for_it()
    {
        var (server, http) = await EventServerProcess.StartAsync(_folder.FullName, Production, ("Events:ApiKey", "the-key-of-this-test"));
        await using var running = server;
        using var client = http;

        using var without = await http.GetAsync("/openapi/v1.json");
        using var nowhere = await http.GetAsync("/api/nowhere");
        using var live = await http.GetAsync("/health/live");
        using var ready = await http.GetAsync("/health/ready");
        using var types = await http.GetAsync("/api/event-types");
        using var wrong = await http.PatchAsync("/api/events", content: null);
        http.DefaultRequestHeaders.Add("x-api-key", "the-key-of-this-test");
        using var typesWith = await http.GetAsync("/api/event-types");
        using var with = await http.GetAsync("/openapi/v1.json");
        using var known = await http.GetAsync("/api/nowhere");

        await ShouldBeProblem(without, HttpStatusCode.Unauthorized, "unauthorized");
        await ShouldBeProblem(nowhere, HttpStatusCode.Unauthorized, "unauthorized");
        await ShouldBeProblem(types, HttpStatusCode.Unauthorized, "unauthorized");
        await ShouldBeProblem(wrong, HttpStatusCode.Unauthorized, "unauthorized");
        new[] { live.StatusCode, ready.StatusCode, with.StatusCode, typesWith.StatusCode }.Should().AllBeEquivalentTo(HttpStatusCode.OK);
        await ShouldBeProblem(known, HttpStatusCode.NotFound, "not_found");
        server.Output.Should().NotContain("the-key-of-this-test");
    }

    [Fact]
    public async Task Outside_Development_its_log_is_JSON_in_UTC_and_silent_about_requests()
    {
        var (server, http) = await EventServerProcess.StartAsync(_folder.FullName, Production, ("Events:ApiKey", "k"), ("Events:Store", "memory"));
        await using var running = server;
        using var client = http;
        (await http.GetStringAsync("/health/live")).Should().Be("live");

        (await server.TerminateAsync()).Should().Be(0, server.Output);

        var lines = server.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(l => JsonDocument.Parse(l).RootElement).ToList();
        lines.Should().NotBeEmpty().And.OnlyContain(l => l.GetProperty("Timestamp").GetString()!.EndsWith('Z'));
        server.Output.Should().NotContain("/health/live");
    }

    [Fact]
    public async Task Outside_Development_it_refuses_to_run_without_a_key()
    {
        var (exitCode, output) = await EventServerProcess.RunAsync(_folder.FullName, Production, AnyPort);

        exitCode.Should().NotBe(0);
        output.Should().StartWith("The event server cannot start: Events:ApiKey is not set")
            .And.Contain("x-api-key").And.Contain("ASPNETCORE_ENVIRONMENT=Development").And.Contain("it is Production");
        _folder.GetFiles().Should().BeEmpty();
    }

    [Fact]
    public async Task Every_wrong_setting_is_named_at_once_and_no_secret_is_shown()
    {
        var (exitCode, output) = await EventServerProcess.RunAsync(
            _folder.FullName,
            Development,
            AnyPort,
            ("Events:Store", "sqllite"),
            ("Events:Dispatcher", "yes"),
            ("Events:RetryDelays:0", "5"),
            ("Events:RetryDelays:1", "soon"),
            ("Events:Webhooks:AllowedNetworks:0", "10.1"),
            ("Events:Webhooks:AllowHtp", "true"),
            ("Events:EncryptionKey", "c2VjcmV0LWtleQ=="),
            ("Events:ApiKeys", "my-secret"),
            ("RabbitMq:Uri", "amqp://user:password@host"));

        exitCode.Should().NotBe(0);
        output.Split('\n').Where(l => l.StartsWith("  - ", StringComparison.Ordinal)).Select(l => l[4..].Split(' ')[0]).Should().BeEquivalentTo(
            "Events:Store",
            "Events:Dispatcher",
            "Events:RetryDelays:1",
            "Events:Webhooks:AllowedNetworks:0",
            "Events:Webhooks:AllowHtp",
            "Events:EncryptionKey",
            "Events:ApiKeys",
            "RabbitMq:Uri");
        output.Should().Contain("'sqllite'").And.Contain("Did you mean Events:Webhooks:AllowHttp?").And.Contain("Did you mean Events:ApiKey?");
        output.Should().NotContain("password").And.NotContain("my-secret").And.NotContain("c2VjcmV0");
    }

    [Theory]
    [InlineData("Events:Store", "postgresql", "no PostgreSQL store yet")]
    [InlineData("ConnectionStrings:Events", "Host=db;Password=my-secret", "does not name a SQLite file")]
    [InlineData("Events:RetryDelays", "5,300", "Events:RetryDelays:0")]
    [InlineData("Events:ApiKey", " padded ", "begins or ends with white space")]
    [InlineData("ConnectionStrings:Events", "no-such-folder/events.db", "no-such-folder")]
    public async Task A_setting_that_cannot_be_is_refused_with_the_way_out(string key, string value, string says)
    {
        var (exitCode, output) = await EventServerProcess.RunAsync(_folder.FullName, Development, AnyPort, (key, value));

        exitCode.Should().NotBe(0);
        output.Should().StartWith("The event server cannot start: ").And.Contain(says).And.NotContain("my-secret").And.NotContain("   at ");
    }

    [Fact]
    public async Task A_second_server_on_the_same_file_refuses()
    {
        var (server, http) = await EventServerProcess.StartAsync(_folder.FullName, Development);
        await using var running = server;
        using var client = http;

        var (exitCode, output) = await EventServerProcess.RunAsync(_folder.FullName, Development, AnyPort, ("ConnectionStrings:Events", "Data Source=events.db"));

        exitCode.Should().NotBe(0);
        output.Should().StartWith("The event server cannot start: Another process").And.Contain("events.db").And.NotContain("   at ");
        (await http.GetStringAsync("/health/live")).Should().Be("live");
    }

    [Fact]
    public async Task A_port_in_use_is_one_message()
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();

        var (exitCode, output) = await EventServerProcess.RunAsync(_folder.FullName, Development, $"http://{taken.LocalEndpoint}", ("Events:Store", "memory"));

        exitCode.Should().NotBe(0);
        output.Should().Contain($"The event server cannot start: Failed to bind to address http://{taken.LocalEndpoint}: address already in use.").And.NotContain("   at ");
    }

    private static async Task ShouldBeProblem(HttpResponseMessage answer, HttpStatusCode status, string code)
    {
        answer.StatusCode.Should().Be(status);
        answer.Content.Headers.ContentType!.MediaType.Should().Be("application/problem+json");
        using var problem = JsonDocument.Parse(await answer.Content.ReadAsByteArrayAsync());
        problem.RootElement.GetProperty("code").GetString().Should().Be(code);
        problem.RootElement.GetProperty("status").GetInt32().Should().Be((int)status);
    }
}
