using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using InsideLabs.EventBus.Adapters;
using InsideLabs.EventBus.Configuring;
using InsideLabs.EventBus.Handlers;
using InsideLabs.EventBus.Purging;
using InsideLabs.EventBus.Subscribing;
using InsideLabs.EventBus.Subscriptions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace InsideLabs.EventBus.Dispatching;

/// <summary>Starts the bus with the host and stops it in order: no more claims, drain, then the in-memory handlers.</summary>
internal sealed class EventBusHostedService(
    DeliveryDispatcher dispatcher,
    BatchProcessor processor,
    HandlerPump handlers,
    HandlerCatalog catalog,
    SubscriptionService subscriptions,
    SubscriptionCheck check,
    SettingsService settings,
    RetentionJob retention,
    IOptions<EventBusOptions> options) : IHostedService
{
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        foreach (var (name, handler) in catalog.Durable)
        {
            await subscriptions.EnsureAsync(IdOf(name), DraftOf(name, handler), cancellationToken).ConfigureAwait(false);
        }

        await check.RunAsync(cancellationToken).ConfigureAwait(false);
        await settings.LookAtSecretsAsync(cancellationToken).ConfigureAwait(false);
        if (options.Value.RunDispatcher)
        {
            dispatcher.Start();
        }

        retention.Start();
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await retention.StopAsync().ConfigureAwait(false);
        var batches = processor.StopAsync(cancellationToken);
        if (options.Value.RunDispatcher)
        {
            await dispatcher.StopAsync(cancellationToken).ConfigureAwait(false);
        }

        await batches.ConfigureAwait(false);
        await handlers.StopAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>A durable handler's subscription has an id made from its name, so that every start and every node finds the same one.</summary>
    private static Guid IdOf(string name)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes("insidelabs.eventbus.handler:" + name), hash);
        hash[6] = (byte)((hash[6] & 0x0F) | 0x80);
        hash[8] = (byte)((hash[8] & 0x3F) | 0x80);
        return new Guid(hash[..16], bigEndian: true);
    }

    private static SubscriptionDraft DraftOf(string name, HandlerRegistration handler)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString("adapter"u8, AdapterNames.Handler);
            json.WriteString("handler"u8, name);
            json.WriteEndObject();
        }

        return new SubscriptionDraft { EventTypes = [handler.Pattern.Value], Config = buffer.ToArray() };
    }
}
