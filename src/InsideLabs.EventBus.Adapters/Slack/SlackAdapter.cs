using System.Text.Json;
using InsideLabs.EventBus.Adapters.Configs;
using InsideLabs.EventBus.Adapters.Http;
using InsideLabs.EventBus.Errors;

namespace InsideLabs.EventBus.Adapters.Slack;

/// <summary>Delivers messages to Slack, through an incoming webhook or as a bot.</summary>
internal sealed class SlackAdapter(UrlRules urls, OutboundExchange exchange) : IDeliveryAdapter
{
    private readonly SlackConfigReader _configs = new(urls);

    public string Name => AdapterNames.Slack;

    public string Description => "Sends every delivery as a message to Slack.";

    public string ConfigSchema => SlackSchemas.Config;

    public string SettingsSchema => SlackSchemas.Settings;

    public ConfigFields ConfigFields => SlackFields.Config;

    public ConfigFields SettingsFields => SlackFields.Settings;

    public bool Signs => false;

    public TimeSpan? AttemptTimeout => null;

    public void Validate(JsonElement config, FaultList faults) => _configs.Read(config, ConfigStage.Written, faults);

    public void ValidateSettings(JsonElement settings, FaultList faults) => SlackSettings.Read(settings, ConfigStage.Written, urls, faults);

    public string? DestinationOf(DeliveryRequest request) => Destination.Read(request.Config, "webhookUrl")
        ?? Destination.Read(request.Settings, "apiUrl")
        ?? Destination.Of(SlackSettings.Default.PostMessage);

    public async ValueTask<DeliveryResult> SendAsync(DeliveryRequest request, CancellationToken cancellationToken)
    {
        var faults = new FaultList();
        using var document = RenderedJson.Open(request.Config, "config", faults);
        var config = document is null ? null : _configs.Read(document.RootElement, ConfigStage.Rendered, faults);
        if (config is null || faults.Count > 0)
        {
            return Refusals.OfConfig(faults);
        }

        var body = SlackMessage.Write(document!.RootElement);
        return config.WebhookUrl is { } webhook
            ? await PostAsync(webhook, body, token: null, Credentials.In(webhook), SlackOutcomes.JudgeWebhook, cancellationToken).ConfigureAwait(false)
            : await PostAsBotAsync(config.Token, request.Settings, body, cancellationToken).ConfigureAwait(false);
    }

    private async ValueTask<DeliveryResult> PostAsBotAsync(
        string? ownToken,
        ReadOnlyMemory<byte>? given,
        ReadOnlyMemory<byte> body,
        CancellationToken cancellationToken)
    {
        var faults = new FaultList();
        var settings = ReadSettings(given, faults);
        if (settings is null || faults.Count > 0)
        {
            return Refusals.OfSettings(faults);
        }

        if ((ownToken ?? settings.BotToken) is not { } token)
        {
            return Refusals.NotConfigured("There is no bot token; give 'token' in the config, or 'botToken' in the settings for all messages.");
        }

        var accessCode = ownToken is null ? ErrorCodes.AdapterNotConfigured : ErrorCodes.ConfigInvalid;
        return await PostAsync(
            settings.PostMessage, body, token, Credentials.In(token), answer => SlackOutcomes.JudgeMethod(answer, accessCode), cancellationToken).ConfigureAwait(false);
    }

    private async ValueTask<DeliveryResult> PostAsync(
        Uri url,
        ReadOnlyMemory<byte> body,
        string? token,
        IReadOnlyList<string> credentials,
        Func<HttpAnswer, DeliveryResult> judge,
        CancellationToken cancellationToken)
    {
        using var message = JsonPost.To(url, body, token);
        message.Content!.Headers.ContentType!.CharSet = "utf-8";
        return await exchange.RunAsync(message, credentials, judge, cancellationToken).ConfigureAwait(false);
    }

    private SlackSettings? ReadSettings(ReadOnlyMemory<byte>? given, FaultList faults)
    {
        if (given is not { } json)
        {
            return SlackSettings.Default;
        }

        using var settings = RenderedJson.Open(json, "settings", faults);
        return settings is null ? null : SlackSettings.Read(settings.RootElement, ConfigStage.Rendered, urls, faults);
    }
}
