using System.Text.Json;
using InsideLabs.EventBus.Adapters;
using InsideLabs.EventBus.Errors;

namespace InsideLabs.EventBus.Faults.Scenarios.FailPoints;

/// <summary>An adapter with a fail point before and after each send.</summary>
internal sealed class FailingAdapter(IDeliveryAdapter adapter, FailPointTrigger trigger) : IDeliveryAdapter
{
    public string Name => adapter.Name;

    public string Description => adapter.Description;

    public string ConfigSchema => adapter.ConfigSchema;

    public string? SettingsSchema => adapter.SettingsSchema;

    public bool NeedsSettings => adapter.NeedsSettings;

    public ConfigFields ConfigFields => adapter.ConfigFields;

    public ConfigFields SettingsFields => adapter.SettingsFields;

    public bool Signs => adapter.Signs;

    public TimeSpan? AttemptTimeout => adapter.AttemptTimeout;

    public void Validate(JsonElement config, FaultList faults) => adapter.Validate(config, faults);

    public void ValidateSettings(JsonElement settings, FaultList faults) => adapter.ValidateSettings(settings, faults);

    public string? DestinationOf(DeliveryRequest request) => adapter.DestinationOf(request);

    public ValueTask<DeliveryResult> SendAsync(DeliveryRequest request, CancellationToken cancellationToken) =>
        trigger.PassAsync("send", () => adapter.SendAsync(request, cancellationToken), request.DeliveryId);
}
