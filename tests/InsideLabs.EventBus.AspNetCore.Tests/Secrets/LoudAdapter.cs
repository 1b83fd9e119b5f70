using System.Text;
using System.Text.Json;
using InsideLabs.EventBus.Adapters;
using InsideLabs.EventBus.Errors;

namespace InsideLabs.EventBus.AspNetCore.Tests.Secrets;

/// <summary>A badly written adapter: it throws its whole config and settings at the library.</summary>
internal sealed class LoudAdapter : IDeliveryAdapter
{
    public string Name => "adapter:loud";

    public string Description => "Throws what it was given.";

    public string ConfigSchema => """{"type":"object"}""";

    public string SettingsSchema => """{"type":"object"}""";

    public ConfigFields ConfigFields { get; } = new(new ConfigField("token") { AllowsSecrets = true }, new ConfigField("password") { IsCredential = true });

    public ConfigFields SettingsFields { get; } = new(new ConfigField("key") { IsCredential = true });

    public bool Signs => false;

    public TimeSpan? AttemptTimeout => null;

    public void Validate(JsonElement config, FaultList faults)
    {
    }

    public void ValidateSettings(JsonElement settings, FaultList faults)
    {
    }

    public ValueTask<DeliveryResult> SendAsync(DeliveryRequest request, CancellationToken cancellationToken) => throw new LoudException(
        $"I was given {Encoding.UTF8.GetString(request.Config.Span)} and {Encoding.UTF8.GetString((request.Settings ?? default).Span)}");

    internal sealed class LoudException(string message) : Exception(message);
}
