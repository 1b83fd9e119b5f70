using System.Globalization;
using System.Text;
using InsideLabs.EventBus.Configuring;
using InsideLabs.EventBus.Deliveries;
using InsideLabs.EventBus.Dispatching;
using InsideLabs.EventBus.Events;
using InsideLabs.EventBus.Interactions;
using InsideLabs.EventBus.Subscribing;
using InsideLabs.EventBus.Subscriptions;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace InsideLabs.EventBus.Architecture.Tests.Docs.Pages;

/// <summary>
/// A real bus that does what a page tells its reader to do. Only one thing differs from the page: URLs of services lead to the
/// receiver on this machine, scheme and host replaced and all else as it is written.
/// </summary>
internal sealed class PageHost : IAsyncDisposable
{
    private static readonly (ReferenceKind Kind, string Json)[] References =
    [
        (ReferenceKind.ResourceType, """{"id":"0198c5b2-0000-7000-8000-000000000001","mnemonic":"ORDER","title":"Order"}"""),
        (ReferenceKind.Action, """{"id":"0198c5b2-0000-7000-8000-000000000002","mnemonic":"CREATE","title":"Created"}"""),
        (ReferenceKind.Origin, """{"id":"0198c5b2-0000-7000-8000-000000000003","mnemonic":"SHOP","title":"Web shop"}"""),
    ];

    private readonly IHost _host;
    private Guid _subscription;

    private PageHost(IHost host) => _host = host;

    public IServiceProvider Services => _host.Services;

    /// <summary>Starts a bus with the adapters of this family.</summary>
    /// <param name="hasReferences">Whether it has the reference data that recipes and adapters' pages name.</param>
    /// <param name="add">Adds what a page tells the reader to add.</param>
    public static async Task<PageHost> StartAsync(bool hasReferences, Action<IServiceCollection>? add = null)
    {
        var builder = Host.CreateApplicationBuilder();
        builder.Logging.ClearProviders();
        builder.Services.AddInsideLabsEvents(options => (options.AllowUnregisteredTypes, options.RunDispatcher) = (true, false))
            .UseInMemoryStore()
            .AddOutboundHttp(http =>
            {
                http.AllowHttp = true;
                http.AllowedNetworks.Add("127.0.0.0/8");
            })
            .AddWebhooks()
            .AddEmail()
            .AddSlack();
        add?.Invoke(builder.Services);
        var host = new PageHost(builder.Build());
        await host._host.StartAsync();
        foreach (var (kind, json) in hasReferences ? References : [])
        {
            await host.Services.GetRequiredService<ReferenceService>().CreateAsync(kind, Encoding.UTF8.GetBytes(json));
        }

        return host;
    }

    /// <summary>Does what a block says, and delivers what comes of it.</summary>
    public async Task DoAsync(HttpBlock block, Func<string, string> redirect)
    {
        ReadOnlyMemory<byte> json = Encoding.UTF8.GetBytes(redirect(block.Body));
        var settings = Services.GetRequiredService<SettingsService>();
        var references = Services.GetRequiredService<ReferenceService>();
        var subscriptions = Services.GetRequiredService<SubscriptionService>();
        var (collection, name) = block.Target.Trim('/').Split('/') is [var first, .. var rest] ? (first, rest.FirstOrDefault() ?? string.Empty) : default;
        _ = (block.Method, collection) switch
        {
            ("PUT", "secrets") => await DoneAsync(settings.SaveSecretAsync(name, json)),
            ("PUT", "global-settings") => (object)await settings.SaveGlobalSettingAsync(name, json),
            ("PUT", "adapter-settings") => await settings.SaveAdapterSettingsAsync(name, json),
            ("POST", "resource-types") => await references.CreateAsync(ReferenceKind.ResourceType, json),
            ("POST", "actions") => await references.CreateAsync(ReferenceKind.Action, json),
            ("POST", "origins") => await references.CreateAsync(ReferenceKind.Origin, json),
            ("POST", "subscribers") => await Services.GetRequiredService<SubscriberService>().CreateAsync(json),
            ("POST", "subscriptions") => _subscription = (await subscriptions.CreateAsync(json)).Subscription.Id,
            ("PUT", "subscriptions") => await subscriptions.UpdateAsync(_subscription, json),
            ("GET", "subscriptions") => await PreviewAsync(block.Target),
            ("POST", "events") => await Services.GetRequiredService<IEventPublisher>().PublishAsync(json),
            ("POST", "interactions") => await Services.GetRequiredService<IInteractionRecorder>().RecordAsync(json),
            _ => throw new NotSupportedException($"{block}: nothing here knows how to do that."),
        };
        await Services.GetRequiredService<DeliveryQueue>().ProcessAsync(batchSize: 100);
    }

    /// <summary>Asks when the subscription that was created last may be delivered to, as a page writes it.</summary>
    public async Task<IReadOnlyList<DeliveryOpening>> PreviewAsync(string target)
    {
        target.Should().StartWith("/subscriptions/{id}/schedule/preview?", "there is nothing else to get on a page");
        var query = QueryHelpers.ParseQuery(target[target.IndexOf('?', StringComparison.Ordinal)..]);
        Timestamps.TryParse(query["from"], out var from).Should().BeTrue();
        return await Services.GetRequiredService<SubscriptionService>()
            .PreviewScheduleAsync(_subscription, from, int.Parse(query["count"]!, CultureInfo.InvariantCulture));
    }

    public async Task<IReadOnlyList<DeliveryAttempt>> AttemptsAsync() =>
        await Services.GetRequiredService<IDeliveryStore>().ListAttemptsAsync(AttemptFilter.All, CancellationToken.None);

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync();
        _host.Dispose();
    }

    private static async ValueTask<object> DoneAsync(ValueTask done)
    {
        await done;
        return done;
    }
}
