using InsideLabs.EventBus.Adapters;
using InsideLabs.EventBus.Deliveries;
using InsideLabs.EventBus.Diagnostics;
using InsideLabs.EventBus.Errors;
using InsideLabs.EventBus.Settings;
using InsideLabs.EventBus.Signatures;
using InsideLabs.EventBus.Subscribing;
using InsideLabs.EventBus.Subscriptions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace InsideLabs.EventBus.Dispatching;

/// <summary>Makes one attempt: opens the secrets, renders, and hands over to the adapter within the attempt's time.</summary>
internal sealed class DeliverySender(
    AdapterCatalog adapters,
    DeliveryRenderer renderer,
    SigningSecretVault vault,
    IOptions<EventBusOptions> options,
    TimeProvider time,
    ILogger<DeliverySender> logger)
{
    /// <summary>
    /// How long a cancelled adapter has to come to an end. It may hold a result already: a webhook whose answer has begun knows
    /// that it was delivered, and a timeout recorded instead would send it again.
    /// </summary>
    private static readonly TimeSpan LastWord = TimeSpan.FromSeconds(1);

    /// <summary>Opens the secrets and renders.</summary>
    /// <param name="delivery">The claimed delivery.</param>
    /// <param name="subscription">Its subscription.</param>
    /// <param name="settings">The settings of this host.</param>
    public PreparedDelivery Prepare(ClaimedDelivery delivery, Subscription subscription, SettingsSnapshot settings)
    {
        if (adapters.Find(subscription.Adapter) is not { } adapter)
        {
            return PreparedDelivery.Refused(DeliveryResult.Rejected(ErrorCodes.AdapterUnknown, $"No adapter is named '{subscription.Adapter}' in this process."));
        }

        try
        {
            var now = time.GetUtcNow();
            var signing = adapter.Signs ? vault.Open(subscription, now) : [];
            var rendered = renderer.Render(delivery, subscription, adapter, settings, now);
            var request = rendered.Refusal is null ? Request(delivery, subscription, signing, rendered) : null;
            var destination = request is null ? null : FindDestination(adapter, request, rendered.Secrets);
            return new PreparedDelivery(adapter, request, rendered.Refusal, rendered.Warnings, signing, rendered.Secrets, destination);
        }
        catch (EventBusException e)
        {
            return PreparedDelivery.Refused(DeliveryResult.Retry(e.Code, e.Message));
        }
    }

    /// <summary>Makes an attempt with what was prepared.</summary>
    /// <param name="prepared">What was prepared.</param>
    /// <param name="cancelSend">Cancels the send.</param>
    /// <exception cref="OperationCanceledException"><paramref name="cancelSend"/> was cancelled, and nothing is known of the outcome.</exception>
    public async ValueTask<DeliveryResult> SendAsync(PreparedDelivery prepared, CancellationToken cancelSend) =>
        prepared.Refusal ?? await SendAsync(prepared.Adapter!, prepared.Request!, prepared.Secrets, cancelSend).ConfigureAwait(false);

    private string? FindDestination(IDeliveryAdapter adapter, DeliveryRequest request, IReadOnlyList<string> secrets)
    {
        try
        {
            return adapter.DestinationOf(request);
        }
        catch (Exception e)
        {
            // What is wrong with the request comes out when it is sent; until then it has no circuit.
            Report(e, adapter, request, secrets);
            return null;
        }
    }

    private static DeliveryRequest Request(
        ClaimedDelivery delivery,
        Subscription subscription,
        IReadOnlyList<WebhookSecret> signing,
        RenderedDelivery rendered) => new()
        {
            DeliveryId = delivery.Id,
            Attempt = delivery.Attempts + 1,
            Occurrence = delivery.Occurrence,
            Subscription = subscription,
            Config = rendered.Config,
            IsConfigConstant = rendered.IsConstant,
            Settings = rendered.Settings,
            SigningSecrets = signing,
        };

    private async ValueTask<DeliveryResult> SendAsync(
        IDeliveryAdapter adapter,
        DeliveryRequest request,
        IReadOnlyList<string> secrets,
        CancellationToken cancelSend)
    {
        var limit = adapter.AttemptTimeout ?? options.Value.DeliveryTimeout;
        using var deadline = new CancellationTokenSource(limit, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancelSend);
        try
        {
            return await SendAsync(adapter, request, either.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (deadline.IsCancellationRequested)
        {
            return DeliveryResult.Retry(ErrorCodes.Timeout, $"No answer within {limit}.");
        }
        catch (OperationCanceledException) when (cancelSend.IsCancellationRequested)
        {
            throw;
        }
        catch (Exception e)
        {
            Report(e, adapter, request, secrets);
            return DeliveryResult.Retry(ErrorCodes.AdapterFailed, $"{e.GetType().FullName}: {e.Message}");
        }
    }

    /// <summary>Logs what an adapter threw, unless its text quotes a secret: then only what is left of it.</summary>
    private void Report(Exception failure, IDeliveryAdapter adapter, DeliveryRequest request, IReadOnlyList<string> secrets)
    {
        var text = failure.ToString();
        var shown = SecretRedactor.Redact(text, request.SigningSecrets, secrets);
        if (ReferenceEquals(text, shown))
        {
            Log.AdapterThrew(logger, failure, adapter.Name);
        }
        else
        {
            Log.AdapterThrewSecret(logger, adapter.Name, shown);
        }
    }

    /// <summary>Waits for the adapter until the token ends the wait, and a moment longer; one that ignores its token must not keep the worker.</summary>
    private async ValueTask<DeliveryResult> SendAsync(IDeliveryAdapter adapter, DeliveryRequest request, CancellationToken cancellationToken)
    {
        var send = adapter.SendAsync(request, cancellationToken).AsTask();
        try
        {
            return await send.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            try
            {
                return await send.WaitAsync(LastWord, time, CancellationToken.None).ConfigureAwait(false);
            }
            catch (TimeoutException)
            {
                throw new OperationCanceledException(cancellationToken);
            }
        }
    }
}
