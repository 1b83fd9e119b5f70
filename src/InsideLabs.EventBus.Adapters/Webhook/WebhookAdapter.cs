using System.Runtime.CompilerServices;
using System.Text.Json;
using InsideLabs.EventBus.Adapters.Configs;
using InsideLabs.EventBus.Adapters.Http;
using InsideLabs.EventBus.Errors;
using InsideLabs.EventBus.Subscriptions;

namespace InsideLabs.EventBus.Adapters.Webhook;

/// <summary>Delivers by signed HTTP requests (Standard Webhooks).</summary>
internal sealed class WebhookAdapter(WebhookConfigReader configs, OutboundExchange exchange, TimeProvider time) : IDeliveryAdapter
{
    private readonly ConditionalWeakTable<Subscription, PreparedConfig> _prepared = [];

    public string Name => AdapterNames.Webhook;

    public string Description => "Sends every delivery as a signed HTTP request.";

    public string ConfigSchema => WebhookConfigSchema.Json;

    public ConfigFields ConfigFields => WebhookFields.Config;

    public bool Signs => true;

    public TimeSpan? AttemptTimeout => null;

    public void Validate(JsonElement config, FaultList faults) => configs.Validate(config, faults);

    public string? DestinationOf(DeliveryRequest request) =>
        request.IsConfigConstant ? Prepare(request).Config?.Destination : Destination.Read(request.Config, "url");

    public async ValueTask<DeliveryResult> SendAsync(DeliveryRequest request, CancellationToken cancellationToken)
    {
        var (config, refusal) = Prepare(request);
        if (config is null)
        {
            return refusal!;
        }

        using var message = WebhookRequest.Create(config, request, time.GetUtcNow());
        return await exchange.RunAsync(message, config.Credentials, OutcomeTable.Judge, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>A config without templates is read once per subscription, any other for every attempt.</summary>
    private PreparedConfig Prepare(DeliveryRequest request)
    {
        if (!request.IsConfigConstant)
        {
            return Read(request.Config, request.Subscription.Config);
        }

        if (!_prepared.TryGetValue(request.Subscription, out var prepared))
        {
            prepared = Read(request.Config, written: null);
            _prepared.AddOrUpdate(request.Subscription, prepared);
        }

        return prepared;
    }

    /// <summary>Judges the config again: values are in it now, and the host may have become stricter after it was written.</summary>
    private PreparedConfig Read(ReadOnlyMemory<byte> config, ReadOnlyMemory<byte>? written)
    {
        var faults = new FaultList();
        using var document = RenderedJson.Open(config, "config", faults);
        return document is not null && configs.Read(document.RootElement, written, faults) is { } read
            ? new PreparedConfig(read, Refusal: null)
            : new PreparedConfig(Config: null, Refusals.OfConfig(faults));
    }

    private sealed record PreparedConfig(WebhookConfig? Config, DeliveryResult? Refusal);
}
