using System.Runtime.CompilerServices;
using System.Text.Json;
using InsideLabs.EventBus.Adapters.Http;
using InsideLabs.EventBus.Errors;
using InsideLabs.EventBus.Settings;
using InsideLabs.EventBus.Subscriptions;

namespace InsideLabs.EventBus.Adapters.Webhook;

/// <summary>Delivers by signed HTTP requests (Standard Webhooks).</summary>
internal sealed class WebhookAdapter(WebhookConfigReader configs, OutboundHttp http, TimeProvider time) : IDeliveryAdapter
{
    private readonly ConditionalWeakTable<Subscription, PreparedConfig> _prepared = [];

    public string Name => AdapterNames.Webhook;

    public string Description => "Sends every delivery as a signed HTTP request.";

    public string ConfigSchema => WebhookConfigSchema.Json;

    public bool Signs => true;

    public TimeSpan? AttemptTimeout => null;

    public void Validate(JsonElement config, FaultList faults) => configs.Read(config, faults);

    public async ValueTask<DeliveryResult> SendAsync(DeliveryRequest request, CancellationToken cancellationToken)
    {
        var (config, refusal) = _prepared.GetValue(request.Subscription, Prepare);
        if (config is null)
        {
            return refusal!;
        }

        using var message = WebhookRequest.Create(config, request, time.GetUtcNow());
        try
        {
            using var response = await http.SendAsync(message, cancellationToken).ConfigureAwait(false);
            return await JudgeAsync(response, config, cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return SendFailures.ConnectTimeout();
        }
        catch (HttpRequestException e)
        {
            return SendFailures.Judge(e);
        }
    }

    private async ValueTask<DeliveryResult> JudgeAsync(HttpResponseMessage response, WebhookConfig config, CancellationToken cancellationToken)
    {
        var excerpt = await ResponseExcerpt.ReadAsync(response, time, cancellationToken).ConfigureAwait(false);
        var retryAfter = response.Headers.NonValidated.TryGetValues(RetryAfter.HeaderName, out var values) && values.Count == 1
            ? RetryAfter.Read(values.ToString(), time.GetUtcNow())
            : null;
        return OutcomeTable.Judge((int)response.StatusCode, retryAfter, excerpt is null ? null : SecretRedactor.Redact(excerpt, config.Credentials));
    }

    /// <summary>
    /// Reads the stored config once per subscription. It is judged again, since the host may have become stricter after it was
    /// written.
    /// </summary>
    private PreparedConfig Prepare(Subscription subscription)
    {
        var faults = new FaultList();
        using var document = JsonDocument.Parse(subscription.Config);
        if (configs.Read(document.RootElement, faults) is { } config)
        {
            return new PreparedConfig(config, Refusal: null);
        }

        var first = faults[0];
        var isAddress = first.Field.Equals("config.url", StringComparison.Ordinal);
        return new PreparedConfig(
            Config: null,
            DeliveryResult.Rejected(isAddress ? ErrorCodes.DestinationBlocked : ErrorCodes.ConfigInvalid, $"{first.Field}: {first.Message} ({first.Code})"));
    }

    private sealed record PreparedConfig(WebhookConfig? Config, DeliveryResult? Refusal);
}
