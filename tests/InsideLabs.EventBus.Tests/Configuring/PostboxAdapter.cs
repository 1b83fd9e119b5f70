using System.Text.Json;
using InsideLabs.EventBus.Adapters;
using InsideLabs.EventBus.Errors;

namespace InsideLabs.EventBus.Tests.Configuring;

/// <summary>An adapter with credentials in its config and in its settings, which it needs.</summary>
internal sealed class PostboxAdapter : IDeliveryAdapter
{
    public const string AdapterName = "adapter:postbox";

    public string Name => AdapterName;

    public string Description => "Puts deliveries into a box.";

    public string ConfigSchema => """{"type":"object"}""";

    public string? SettingsSchema => """{"type":"object","required":["apiKey"]}""";

    public bool NeedsSettings => true;

    public ConfigFields ConfigFields { get; } = new(new ConfigField("token") { IsCredential = true, AllowsSecrets = true });

    public ConfigFields SettingsFields { get; } = new(new ConfigField("apiKey") { IsCredential = true, AllowsSecrets = true });

    public bool Signs => false;

    public TimeSpan? AttemptTimeout => null;

    public void Validate(JsonElement config, FaultList faults) => Judge(config, "config", ["adapter", "to", "token"], faults);

    public void ValidateSettings(JsonElement settings, FaultList faults)
    {
        Judge(settings, "settings", ["apiKey", "sender"], faults);
        if (!settings.TryGetProperty("apiKey"u8, out _))
        {
            faults.Add("settings.apiKey", ErrorCodes.FieldRequired, "A postbox needs an 'apiKey'.");
        }
    }

    public ValueTask<DeliveryResult> SendAsync(DeliveryRequest request, CancellationToken cancellationToken) =>
        ValueTask.FromResult(DeliveryResult.Delivered());

    private static void Judge(JsonElement given, string root, string[] known, FaultList faults)
    {
        foreach (var property in given.EnumerateObject().Where(p => !known.Contains(p.Name, StringComparer.Ordinal)))
        {
            faults.Add($"{root}.{FaultText.Show(property.Name)}", ErrorCodes.PropertyUnknown, "A postbox does not know that.");
        }

        if (given.TryGetProperty("token"u8, out var token) && token.ValueKind == JsonValueKind.String && token.GetString()!.Contains('*', StringComparison.Ordinal))
        {
            faults.Add($"{root}.token", ErrorCodes.ConfigInvalid, "A token has no stars.");
        }

        if (given.TryGetProperty("sender"u8, out var sender) && (sender.ValueKind != JsonValueKind.String || sender.GetString()!.Contains('\uFFFF', StringComparison.Ordinal)))
        {
            faults.Add($"{root}.sender", ErrorCodes.AddressInvalid, "The sender is no address.");
        }
    }
}
