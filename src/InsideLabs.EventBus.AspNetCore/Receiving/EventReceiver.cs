using InsideLabs.EventBus.AspNetCore.Requests;
using InsideLabs.EventBus.Errors;
using InsideLabs.EventBus.Events;
using InsideLabs.EventBus.Receipts;
using InsideLabs.EventBus.Signatures;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace InsideLabs.EventBus.AspNetCore.Receiving;

/// <summary>
/// One endpoint: believe the request, look whether it was handled before, handle it, commit, and only then answer 200. Whatever
/// goes wrong before the commit leaves nothing behind, and the sender sends again.
/// </summary>
internal sealed class EventReceiver(EventReceiverOptions options, TimeProvider time, ILogger logger)
{
    private readonly WebhookSecret[] _secrets = [.. options.SigningSecrets];
    private readonly EventRoutes _routes = new(options.Routes);
    private readonly ReceiptPurge _purge = new(options.ReceiptWindow, time, logger);

    public async Task ReceiveAsync(HttpContext context)
    {
        var headers = new DeliveryHeaders(context.Request.Headers);
        try
        {
            var answer = await AnswerAsync(context, headers).ConfigureAwait(false);
            await answer.WriteAsync(context.Response).ConfigureAwait(false);
        }
        catch (Exception e) when (e is OperationCanceledException or IOException && context.RequestAborted.IsCancellationRequested)
        {
            // Whoever still listens, such as a server's request timeout, must not take this for success.
            ReceiverLog.SenderGone(logger, headers.DeliveryId);
            if (!context.Response.HasStarted)
            {
                context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
            }
        }
    }

    private async ValueTask<ReceiverAnswer> AnswerAsync(HttpContext context, DeliveryHeaders headers)
    {
        try
        {
            var (delivery, refusal) = await BelieveAsync(context, headers).ConfigureAwait(false);
            if (delivery is not null)
            {
                return await TakeAsync(delivery, context.RequestAborted).ConfigureAwait(false);
            }

            ReceiverLog.Refused(logger, headers.DeliveryId, refusal!.Status, refusal.Code);
            return refusal;
        }
        catch (BadHttpRequestException e)
        {
            ReceiverLog.Refused(logger, headers.DeliveryId, e.StatusCode, ErrorCodes.RequestMalformed);
            return new ReceiverAnswer(e.StatusCode, ErrorCodes.RequestMalformed, e.Message);
        }
        catch (EventBusStoreException e)
        {
            ReceiverLog.StoreFailed(logger, e, headers.DeliveryId);
            return ReceiverAnswer.StoreUnavailable;
        }
        catch (Exception e) when (e is not (OperationCanceledException or IOException) || !context.RequestAborted.IsCancellationRequested)
        {
            ReceiverLog.Failed(logger, e, headers.DeliveryId);
            return ReceiverAnswer.HandlerFailed;
        }
    }

    /// <summary>Reads the request and proves it. Nothing of it is trusted before.</summary>
    private async ValueTask<(IncomingDelivery? Delivery, ReceiverAnswer? Refusal)> BelieveAsync(HttpContext context, DeliveryHeaders headers)
    {
        if (RequestBody.FindFaultOfType(context.Request) is { } fault)
        {
            return (null, ReceiverAnswer.UnsupportedMediaType(fault));
        }

        if (await RequestBody.TryReadAsync(context.Request, options.MaxBodyBytes, context.RequestAborted).ConfigureAwait(false) is not { } body)
        {
            return (null, ReceiverAnswer.TooLarge(options.MaxBodyBytes));
        }

        var secrets = await SecretsAsync(context, headers.SubscriptionId).ConfigureAwait(false);
        var verification = WebhookSignature.Verify(
            secrets, headers.DeliveryId, headers.Timestamp, headers.Signature, body.Span, time.GetUtcNow(), options.Tolerance);
        if (verification != WebhookVerification.Valid)
        {
            return (null, verification == WebhookVerification.TimestampOutsideTolerance
                ? ReceiverAnswer.TimestampOutsideTolerance
                : ReceiverAnswer.SignatureInvalid);
        }

        try
        {
            // The event's id and type come from the body, which is signed, and not from the headers, which are not.
            return (new IncomingDelivery(context, EventEnvelope.Read(body), headers), null);
        }
        catch (EventBusValidationException e)
        {
            return (null, ReceiverAnswer.Invalid(e));
        }
    }

    private async ValueTask<IReadOnlyList<WebhookSecret>> SecretsAsync(HttpContext context, string? subscriptionId) =>
        options.ResolveSecrets is { } resolve && subscriptionId is not null
            ? [.. _secrets, .. await resolve(context.RequestServices, subscriptionId, context.RequestAborted).ConfigureAwait(false)]
            : _secrets;

    private async ValueTask<ReceiverAnswer> TakeAsync(IncomingDelivery delivery, CancellationToken cancellationToken)
    {
        if (_routes.Find(delivery.Envelope.Type) is not { } route)
        {
            // An endless retry would help nobody.
            ReceiverLog.NoHandler(logger, delivery.Envelope.Type.Value, delivery.Id);
            return ReceiverAnswer.Taken;
        }

        var store = delivery.HttpContext.RequestServices.GetRequiredService<IReceiptStore>();
        var receipt = await store.BeginAsync(delivery.Id, cancellationToken).ConfigureAwait(false);
        if (receipt is null)
        {
            return await RepeatAsync(delivery, cancellationToken).ConfigureAwait(false);
        }

        await using (receipt.ConfigureAwait(false))
        {
            if (await HandleAsync(route, delivery, receipt, cancellationToken).ConfigureAwait(false) is { } failure)
            {
                return failure;
            }

            await receipt.CommitAsync(cancellationToken).ConfigureAwait(false);
        }

        ReceiverLog.Handled(logger, delivery.Id, delivery.Envelope.Type.Value, delivery.Envelope.Id.Value, delivery.Headers.Attempt);
        if (_purge.Committed() is > 0 and var most)
        {
            delivery.HttpContext.Response.OnCompleted(() => _purge.RunAsync(store, most));
        }

        return ReceiverAnswer.Taken;
    }

    /// <returns>Why the event was not handled; null when it was.</returns>
    private async ValueTask<ReceiverAnswer?> HandleAsync(
        EventRoute route,
        IncomingDelivery delivery,
        IReceipt receipt,
        CancellationToken cancellationToken)
    {
        Func<CancellationToken, ValueTask> handler;
        try
        {
            handler = route.Bind(delivery, receipt);
        }
        catch (EventBusValidationException e)
        {
            ReceiverLog.Refused(logger, delivery.Id, StatusCodes.Status400BadRequest, e.Code);
            return ReceiverAnswer.Invalid(e);
        }

        try
        {
            await handler(cancellationToken).ConfigureAwait(false);
            return null;
        }
        catch (RetryLaterException e)
        {
            ReceiverLog.RetryLater(logger, delivery.Id, delivery.Envelope.Type.Value, e.Message);
            return ReceiverAnswer.RetryLater(e.After);
        }
        catch (Exception e) when (e is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            ReceiverLog.HandlerThrew(logger, e, delivery.Id, delivery.Envelope.Type.Value, delivery.Envelope.Id.Value);
            return ReceiverAnswer.HandlerFailed;
        }
    }

    private async ValueTask<ReceiverAnswer> RepeatAsync(IncomingDelivery delivery, CancellationToken cancellationToken)
    {
        ReceiverLog.Duplicate(logger, delivery.Id, delivery.Envelope.Type.Value);
        try
        {
            if (options.OnDuplicate is { } onDuplicate)
            {
                var duplicate = new DuplicateDelivery(
                    delivery.Envelope, delivery.Id, delivery.Headers.Attempt, delivery.Headers.SubscriptionId, delivery.HttpContext);
                await onDuplicate(duplicate, cancellationToken).ConfigureAwait(false);
            }
        }
        catch (Exception e)
        {
            ReceiverLog.DuplicateHookThrew(logger, e, delivery.Id);
        }

        return ReceiverAnswer.Taken;
    }
}
