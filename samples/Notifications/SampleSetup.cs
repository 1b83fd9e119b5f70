using System.Text;
using System.Text.Json;
using InsideLabs.EventBus.Configuring;
using InsideLabs.EventBus.Interactions;
using InsideLabs.EventBus.Subscribing;
using InsideLabs.EventBus.Subscriptions;

namespace Notifications;

/// <summary>Everything that is written once: reference data, secrets, settings, subscriptions.</summary>
internal sealed class SampleSetup(ReferenceService references, SettingsService settings, SubscriptionService subscriptions)
{
    /// <summary>Writes the secrets and the settings.</summary>
    /// <param name="mailAddress">Where the mail service listens.</param>
    /// <param name="slackAddress">Where Slack listens.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task WriteSettingsAsync(string mailAddress, string slackAddress, CancellationToken cancellationToken)
    {
        await settings.SaveSecretAsync("mailKey", SampleSecrets.MailKey, cancellationToken);
        await settings.SaveSecretAsync("slackWebhook", slackAddress + SampleSecrets.SlackPath, cancellationToken);
        await settings.SaveSecretAsync("warehouseToken", SampleSecrets.WarehouseToken, cancellationToken);
        await settings.SaveGlobalSettingAsync("shop", Json("""{"value": "Fish & Co"}"""), cancellationToken);
        await settings.SaveAdapterSettingsAsync(
            "email",
            Json($$$"""{"settings": {"apiKey": "{{secrets.mailKey}}", "apiUrl": {{{Quote(mailAddress)}}}}}"""),
            cancellationToken);
    }

    /// <summary>Makes the reference data and one subscription for each service.</summary>
    /// <param name="warehouseAddress">Where the warehouse listens.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The secret that the warehouse's requests are signed with.</returns>
    public async Task<string> SubscribeAsync(string warehouseAddress, CancellationToken cancellationToken)
    {
        var order = await CreateAsync(ReferenceKind.ResourceType, SampleOrder.ResourceType, "Order", cancellationToken);
        var create = await CreateAsync(ReferenceKind.Action, SampleOrder.Action, "Created", cancellationToken);
        var shop = await CreateAsync(ReferenceKind.Origin, SampleOrder.Origin, "Web shop", cancellationToken);

        await subscriptions.CreateAsync(
            Draft("""
                {
                  "adapter": "adapter:email",
                  "personalizations": [{
                    "to": [{"email": "{{interaction.email}}", "name": "{{interaction.name}}"}],
                    "dynamic_template_data": {"order": "{{resourceId}}", "total": "{{interaction.total}}", "items": "{{interaction.items}}"}
                  }],
                  "from": {"email": "orders@example.com", "name": "{{global.shop}}"},
                  "subject": "Your order {{resourceId}}",
                  "html": "<p>Dear {{interaction.name}}, you wrote: {{interaction.note}}</p>"
                }
                """),
            cancellationToken);
        await subscriptions.CreateAsync(
            Draft("""
                {
                  "adapter": "adapter:slack",
                  "webhookUrl": "{{secrets.slackWebhook}}",
                  "text": "*Order {{resourceId}}*, {{function.number.format(interaction.total, '0.00')}} EUR: {{interaction.note}}"
                }
                """),
            cancellationToken);
        var warehouse = await subscriptions.CreateAsync(
            Draft($$$"""
                {
                  "adapter": "adapter:webhook",
                  "url": {{{Quote(warehouseAddress + "/orders/{{resourceId}}")}}},
                  "method": "PUT",
                  "headers": {"Authorization": "Bearer {{secrets.warehouseToken}}"},
                  "body": {"items": "{{interaction.items}}", "customer": "{{userId}}", "note": "{{interaction.note}}"}
                }
                """),
            cancellationToken);
        return warehouse.SigningSecret!;

        SubscriptionDraft Draft(string config) => new()
        {
            ResourceTypeId = order,
            ActionId = create,
            OriginId = shop,
            Config = Json(config),
            RetryDelays = [1, 1],
        };
    }

    private static byte[] Json(string text) => Encoding.UTF8.GetBytes(text);

    private static string Quote(string text) => $"\"{JsonEncodedText.Encode(text)}\"";

    private async Task<Guid> CreateAsync(ReferenceKind kind, string mnemonic, string title, CancellationToken cancellationToken) =>
        (await references.CreateAsync(kind, new ReferenceDraft { Mnemonic = mnemonic, Title = title }, cancellationToken)).Id;
}
