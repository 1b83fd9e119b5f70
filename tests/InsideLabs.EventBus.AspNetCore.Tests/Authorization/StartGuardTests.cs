using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace InsideLabs.EventBus.AspNetCore.Tests.Authorization;

public sealed class StartGuardTests
{
    private const string Production = "Production";

    [Fact]
    public async Task Unprotected_outside_Development_it_refuses_and_says_what_to_do()
    {
        await using var app = ApiApp.Build(Production);
        ApiApp.MapTwo(app.App);

        (await Refusal(app)).Message.Should()
            .StartWith("2 of 2 endpoints of the event API at '/api' have no authorization policy, so anybody could call them: ")
            .And.Contain("/api/one").And.Contain("/api/two")
            .And.Contain("MapInsideLabsEvents(\"/api\").RequireAuthorization()")
            .And.Contain("AddAuthentication().AddInsideLabsApiKey(")
            .And.Contain("ASPNETCORE_ENVIRONMENT=Development").And.Contain("it is Production");
    }

    [Fact]
    public async Task It_refuses_before_anything_has_started_and_before_the_port_is_open()
    {
        // Held without listening: who binds it now would fail with another exception than the guard's.
        using var port = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        port.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        var first = new FirstStarted();
        await using var app = ApiApp.Build(Production, services => services.AddSingleton<IHostedService>(first));
        app.App.Urls.Clear();
        app.App.Urls.Add($"http://{port.LocalEndPoint}");
        ApiApp.MapTwo(app.App);

        await Refusal(app);

        first.HasStarted.Should().BeFalse();
        app.Logs.Entries.Should().NotContain(e => e.Message.StartsWith("Now listening", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_requirement_added_after_the_mapping_returned_counts()
    {
        await using var app = ApiApp.Build(Production, AddKeys);
        ApiApp.MapTwo(app.App).RequireAuthorization();

        using var http = await app.StartAsync();

        (await http.GetAsync("/api/one")).StatusCode.Should().Be(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task A_requirement_of_an_outer_group_counts()
    {
        await using var app = ApiApp.Build(Production, AddKeys);
        var outer = app.App.MapGroup("/ops").RequireAuthorization();
        ApiApp.MapTwo(outer);

        using var http = await app.StartAsync();

        (await http.GetAsync("/ops/api/one")).StatusCode.Should().Be(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task Unprotected_in_an_outer_group_it_refuses_before_the_port_is_open()
    {
        await using var app = ApiApp.Build(Production);
        ApiApp.MapTwo(app.App.MapGroup("/ops"));

        (await Refusal(app)).Message.Should().Contain("/ops/api/one");

        app.Logs.Entries.Should().NotContain(e => e.Message.StartsWith("Now listening", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_Startup_class_that_maps_it_unprotected_is_refused()
    {
        using var host = new HostBuilder()
            .UseEnvironment(Production)
            .ConfigureWebHost(web => web
                .UseKestrel()
                .UseUrls("http://127.0.0.1:0")
                .ConfigureServices(services => services.AddRouting().AddInsideLabsEvents().UseInMemoryStore().AddHttpApi())
                .Configure(application => application.UseRouting().UseEndpoints(endpoints => ApiApp.MapTwo(endpoints))))
            .Build();

        var start = () => host.StartAsync();

        await start.Should().ThrowAsync<InvalidOperationException>().WithMessage("2 of 2 endpoints of the event API*");
    }

    [Fact]
    public async Task AllowAnonymous_is_refused_and_the_message_says_what_to_write_instead()
    {
        await using var app = ApiApp.Build(Production, AddKeys);
        ApiApp.MapTwo(app.App).RequireAuthorization().AllowAnonymous();

        (await Refusal(app)).Message.Should().StartWith("2 of 2 endpoints").And.Contain("a policy that always succeeds");
    }

    [Fact]
    public async Task One_endpoint_excepted_by_AllowAnonymous_is_named()
    {
        await using var app = ApiApp.Build(Production, AddKeys);
        var group = ApiApp.MapTwo(app.App);
        group.RequireAuthorization();
        group.MapGet("/three", () => "three").AllowAnonymous();

        (await Refusal(app)).Message.Should().StartWith("1 of 3 endpoints").And.Contain("/api/three").And.NotContain("/api/one");
    }

    [Fact]
    public async Task Of_two_mappings_the_open_one_is_refused()
    {
        await using var app = ApiApp.Build(Production, AddKeys);
        ApiApp.MapTwo(app.App, "/closed").RequireAuthorization();
        ApiApp.MapTwo(app.App, "/open");

        (await Refusal(app)).Message.Should().StartWith("2 of 2 endpoints of the event API at '/open'").And.NotContain("/closed");
    }

    [Fact]
    public async Task A_policy_that_always_succeeds_is_the_way_to_open_it()
    {
        await using var app = ApiApp.Build(Production, services => services.AddAuthorization());
        ApiApp.MapTwo(app.App).RequireAuthorization(policy => policy.RequireAssertion(_ => true));

        using var http = await app.StartAsync();

        (await http.GetStringAsync("/api/one")).Should().Be("nobody");
    }

    [Fact]
    public async Task A_fallback_policy_protects_too()
    {
        await using var app = ApiApp.Build(Production, services =>
        {
            AddKeys(services);
            services.Configure<AuthorizationOptions>(o => o.FallbackPolicy = new AuthorizationPolicyBuilder().RequireAuthenticatedUser().Build());
        });
        ApiApp.MapTwo(app.App);

        using var http = await app.StartAsync();

        (await http.GetAsync("/api/one")).StatusCode.Should().Be(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task In_Development_it_starts_and_warns_once()
    {
        await using var app = ApiApp.Build(Environments.Development);
        ApiApp.MapTwo(app.App);

        using var http = await app.StartAsync();

        (await http.GetStringAsync("/api/one")).Should().Be("nobody");
        app.Logs.Entries.Should().ContainSingle(e => e.Id == 7100).Which.Level.Should().Be(LogLevel.Warning);
    }

    [Fact]
    public async Task Other_endpoints_are_none_of_its_business()
    {
        await using var app = ApiApp.Build(Production, AddKeys);
        ApiApp.MapTwo(app.App).RequireAuthorization();
        app.App.MapGet("/health/live", () => "live");

        using var http = await app.StartAsync();

        (await http.GetStringAsync("/health/live")).Should().Be("live");
    }

    [Fact]
    public async Task Mapping_without_the_services_says_which_call_is_missing()
    {
        await using var app = ApiApp.Build(Production, withHttpApi: false);

        var map = () => app.App.MapInsideLabsEvents("/events-api");

        map.Should().Throw<InvalidOperationException>().WithMessage("MapInsideLabsEvents(\"/events-api\")*AddHttpApi()*");
    }

    private static void AddKeys(IServiceCollection services)
    {
        services.AddAuthorization();
        services.AddAuthentication().AddInsideLabsApiKey(o => o.Add("test", "key"));
    }

    private static async Task<InvalidOperationException> Refusal(ApiApp app)
    {
        var start = () => app.App.StartAsync();
        return (await start.Should().ThrowAsync<InvalidOperationException>()).Which;
    }

    private sealed class FirstStarted : IHostedService
    {
        public bool HasStarted { get; private set; }

        public Task StartAsync(CancellationToken cancellationToken)
        {
            HasStarted = true;
            return Task.CompletedTask;
        }

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
