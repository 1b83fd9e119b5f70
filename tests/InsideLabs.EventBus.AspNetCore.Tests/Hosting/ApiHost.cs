using System.Net;
using System.Text;
using System.Text.Json;
using InsideLabs.EventBus.Adapters;
using InsideLabs.EventBus.Conformance.Hosting;
using InsideLabs.EventBus.Deliveries;
using InsideLabs.EventBus.Diagnostics;
using InsideLabs.EventBus.Registration;
using InsideLabs.Events.Engagement;
using InsideLabs.Events.Shared;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace InsideLabs.EventBus.AspNetCore.Tests.Hosting;

/// <summary>The API on a real socket, with a clock that the test turns and a recording adapter beside the webhooks.</summary>
internal sealed class ApiHost : IAsyncDisposable
{
    private readonly WebApplication _app;

    private ApiHost(WebApplication app, VirtualClock time)
    {
        (_app, Time) = (app, time);
        Address = new Uri(app.Urls.Single());
        Client = new HttpClient { BaseAddress = Address };
    }

    public Uri Address { get; }

    public HttpClient Client { get; }

    public VirtualClock Time { get; }

    public RecordingAdapter Adapter => Services.GetRequiredService<RecordingAdapter>();

    public IServiceProvider Services => _app.Services;

    /// <summary>Starts a host in Development, without keys. The store is in memory unless <paramref name="configure"/> chooses another.</summary>
    public static async Task<ApiHost> StartAsync(
        Action<EventBusOptions>? options = null,
        Action<IEventBusBuilder>? configure = null,
        Action<WebApplication>? map = null)
    {
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { EnvironmentName = Environments.Development });
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var time = new VirtualClock();
        builder.Services.AddSingleton<TimeProvider>(time);
        builder.Services.AddSingleton(services => new RecordingAdapter(services.GetRequiredService<IdleSignal>(), time));
        builder.Services.AddSingleton<IDeliveryAdapter>(services => services.GetRequiredService<RecordingAdapter>());
        var bus = builder.Services.AddInsideLabsEvents(options)
            .AddDomain(EngagementEvents.Domain)
            .AddDomain(SharedEvents.DomainFor("Membership"))
            .AddWebhooks()
            .AddEmail()
            .AddHttpApi();
        configure?.Invoke(bus);
        if (!builder.Services.Any(s => s.ServiceType == typeof(IDeliveryStore)))
        {
            bus.UseInMemoryStore();
        }

        var app = builder.Build();
        app.MapInsideLabsEvents();
        map?.Invoke(app);
        await app.StartAsync();
        return new ApiHost(app, time);
    }

    /// <summary>Sends a request and reads the whole answer.</summary>
    public async Task<ApiAnswer> SendAsync(HttpMethod method, string path, string? json = null, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(method, path);
        if (json is not null)
        {
            request.Content = new ByteArrayContent(Encoding.UTF8.GetBytes(json));
            request.Content.Headers.ContentType = new("application/json");
        }

        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value).Should().BeTrue(because: "the header is sent");
        }

        using var response = await Client.SendAsync(request);
        return await ApiAnswer.ReadAsync(response);
    }

    public Task<ApiAnswer> GetAsync(string path) => SendAsync(HttpMethod.Get, path);

    public Task<ApiAnswer> PostAsync(string path, string? json = null) => SendAsync(HttpMethod.Post, path, json);

    /// <summary>Creates a subscription of the recording adapter, which must succeed, and answers it.</summary>
    public async Task<JsonElement> SubscribeAsync(string pattern = "engagement.*", string more = "")
    {
        var created = await PostAsync(
            "/api/subscriptions", $$$"""{"eventTypes":["{{{pattern}}}"],"config":{"adapter":"adapter:recording"}{{{more}}}}""");
        created.Status.Should().Be(HttpStatusCode.Created, created.Text);
        return created.Json;
    }

    /// <summary>Publishes an event, which must succeed, and answers its id.</summary>
    public async Task<string> PublishAsync(string more = "")
    {
        var answer = await PostAsync("/api/events", $$$"""{"eventType":"engagement.campaign.sent","payload":{"campaignId":"c-42"}{{{more}}}}""");
        answer.Status.Should().Be(HttpStatusCode.Accepted, answer.Text);
        return answer.Json.GetProperty("eventId").GetString()!;
    }

    /// <summary>Completes when the library has nothing in hand.</summary>
    public Task IdleAsync() => Services.GetRequiredService<IdleSignal>().WaitAsync().WaitAsync(TestHosts.Patience);

    /// <summary>Turns the clock, timer by timer, letting the library finish its work at each.</summary>
    public Task AdvanceAsync(TimeSpan by) => Time.AdvanceAsync(by, IdleAsync);

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _app.DisposeAsync();
    }
}
