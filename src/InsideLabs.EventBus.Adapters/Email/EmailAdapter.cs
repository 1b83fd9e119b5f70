using System.Text.Json;
using InsideLabs.EventBus.Adapters.Configs;
using InsideLabs.EventBus.Adapters.Http;
using InsideLabs.EventBus.Errors;

namespace InsideLabs.EventBus.Adapters.Email;

/// <summary>Delivers mails through a SendGrid-compatible service.</summary>
internal sealed class EmailAdapter(UrlRules urls, OutboundExchange exchange) : IDeliveryAdapter
{
    /// <summary>The most bytes of a request; the service takes no larger mail.</summary>
    private const int MaxBytes = 30_000_000;

    private readonly EmailSettingsReader _settings = new(urls);

    public string Name => AdapterNames.Email;

    public string Description => "Sends every delivery as a mail through a SendGrid-compatible service.";

    public string ConfigSchema => EmailConfigSchema.Json;

    public string SettingsSchema => EmailSettingsSchema.Json;

    public bool NeedsSettings => true;

    public ConfigFields ConfigFields => EmailFields.Config;

    public ConfigFields SettingsFields => EmailFields.Settings;

    public bool Signs => false;

    public TimeSpan? AttemptTimeout => null;

    public void Validate(JsonElement config, FaultList faults) => EmailConfigReader.Read(config, ConfigStage.Written, faults);

    public void ValidateSettings(JsonElement settings, FaultList faults) => _settings.Read(settings, ConfigStage.Written, faults);

    public string? DestinationOf(DeliveryRequest request) =>
        Destination.Read(request.Settings, "apiUrl") ?? Destination.Of(EmailSettingsReader.DefaultUrl);

    public async ValueTask<DeliveryResult> SendAsync(DeliveryRequest request, CancellationToken cancellationToken)
    {
        if (request.Settings is not { } given)
        {
            return Refusals.NotConfigured($"'{Name}' has no settings; write them with the 'apiKey' of the mail service.");
        }

        var faults = new FaultList();
        if (ReadSettings(given, faults) is not { } settings)
        {
            return Refusals.OfSettings(faults);
        }

        using var config = RenderedJson.Open(request.Config, "config", faults);
        if (config is not null)
        {
            EmailConfigReader.Read(config.RootElement, ConfigStage.Rendered, faults);
        }

        if (config is null || faults.Count > 0)
        {
            return Refusals.OfConfig(faults);
        }

        if (settings.Sender is null && !HasSender(config.RootElement))
        {
            return Refusals.NotConfigured("The mail has no sender; give 'from' in the config, or in the settings for all mails.");
        }

        var body = EmailBody.Write(config.RootElement, settings.Sender);
        if (body.Length > MaxBytes)
        {
            return DeliveryResult.Rejected(ErrorCodes.PayloadRefused, $"The mail has {body.Length} bytes; at most {MaxBytes} are allowed.");
        }

        using var message = JsonPost.To(settings.Url, body, settings.ApiKey);
        return await exchange.RunAsync(message, settings.Credentials, EmailOutcomes.Judge, cancellationToken).ConfigureAwait(false);
    }

    private EmailSettings? ReadSettings(ReadOnlyMemory<byte> given, FaultList faults)
    {
        using var settings = RenderedJson.Open(given, "settings", faults);
        return settings is null ? null : _settings.Read(settings.RootElement, ConfigStage.Rendered, faults);
    }

    private static bool HasSender(JsonElement config) => config.TryGetProperty("from", out var from) && from.ValueKind != JsonValueKind.Null;
}
