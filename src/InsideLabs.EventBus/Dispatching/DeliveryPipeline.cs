using System.Diagnostics;
using InsideLabs.EventBus.Adapters;
using InsideLabs.EventBus.Deliveries;
using InsideLabs.EventBus.Diagnostics;
using InsideLabs.EventBus.Errors;
using InsideLabs.EventBus.Matching;
using InsideLabs.EventBus.Occurrences;
using InsideLabs.EventBus.Subscribing;
using InsideLabs.EventBus.Subscriptions;
using Microsoft.Extensions.Logging;

namespace InsideLabs.EventBus.Dispatching;

/// <summary>What happens to one claimed delivery: gate, render and send, settle.</summary>
internal sealed class DeliveryPipeline(
    IDeliveryStore store,
    SubscriptionMatcher matcher,
    SettingsMonitor settings,
    SubscriptionService subscriptions,
    DeliverySender sender,
    SettlementPlanner planner,
    ClaimGate gate,
    EventBusMetrics metrics,
    TimeProvider time,
    ILogger<DeliveryPipeline> logger)
{
    private static readonly TimeSpan StoreRetryDelay = TimeSpan.FromSeconds(1);

    /// <summary>Delivers, or gives the delivery back when its subscription or whoever waits for it has gone away.</summary>
    /// <param name="delivery">The claimed delivery.</param>
    /// <param name="versions">The versions of the claim: what we know of subscriptions and settings must be as new.</param>
    /// <param name="cancelSend">Cancels the send; the delivery is given back.</param>
    /// <param name="abandon">
    /// Cancelled when the host has waited long enough: the send is cancelled, and a store that takes no outcome is not waited for.
    /// </param>
    /// <returns>What happened; it is stored.</returns>
    public async ValueTask<RunResult> RunAsync(
        ClaimedDelivery delivery,
        ClaimVersions versions,
        CancellationToken cancelSend,
        CancellationToken abandon)
    {
        SubscriptionSnapshot snapshot;
        SettingsSnapshot known;
        try
        {
            (snapshot, known) = await CatchUpAsync(delivery, versions, cancelSend).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (cancelSend.IsCancellationRequested)
        {
            await GiveBackAsync(delivery, abandon).ConfigureAwait(false);
            return RunResult.Deferred;
        }

        if (!snapshot.TryGet(delivery.SubscriptionId, out var subscription) || subscription.Status != SubscriptionStatus.Active)
        {
            // Paused or deleted since the claim: the store holds or has cancelled it by now.
            await GiveBackAsync(delivery, abandon).ConfigureAwait(false);
            return RunResult.Deferred;
        }

        var startedAt = time.GetUtcNow();
        var started = time.GetTimestamp();
        metrics.DeliveryStarted(subscription.Adapter, startedAt - delivery.DueAt);
        using var activity = StartActivity(delivery, subscription);
        try
        {
            SentDelivery sent;
            try
            {
                sent = await sender.SendAsync(delivery, subscription, known, cancelSend).ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (cancelSend.IsCancellationRequested)
            {
                await GiveBackAsync(delivery, abandon).ConfigureAwait(false);
                return RunResult.Deferred;
            }

            var result = sent.Result;
            var duration = time.GetElapsedTime(started);
            var settlement = planner.Plan(delivery, subscription, sent, startedAt, duration);
            Report(settlement, activity);
            await SettleAsync(settlement, result.Verdict == DeliveryVerdict.Gone, abandon).ConfigureAwait(false);
            return result.Verdict == DeliveryVerdict.Delivered ? RunResult.Delivered : RunResult.Failed;
        }
        finally
        {
            metrics.DeliveryEnded();
        }
    }

    /// <summary>Gives a claimed delivery back untried.</summary>
    /// <param name="delivery">The claimed delivery.</param>
    /// <param name="abandon">Cancelled when a store that does not take it is no longer waited for.</param>
    public ValueTask GiveBackAsync(ClaimedDelivery delivery, CancellationToken abandon) => StoreAsync(
        delivery.Id,
        "GivenBack",
        async () => await store.ReleaseAsync(delivery.Id, delivery.ClaimNo, CancellationToken.None).ConfigureAwait(false),
        abandon);

    private static Activity? StartActivity(ClaimedDelivery delivery, Subscription subscription)
    {
        if (!EventBusMetrics.Activities.HasListeners())
        {
            return null;
        }

        // A link, not a child: the publish ended long ago, and one publish may have many deliveries.
        ActivityLink[] links = ActivityContext.TryParse(delivery.Occurrence.TraceParent, traceState: null, isRemote: true, out var publish)
            ? [new ActivityLink(publish)]
            : [];
        var activity = EventBusMetrics.Activities.StartActivity("deliver", ActivityKind.Consumer, parentContext: default, tags: null, links: links);
        if (delivery.Occurrence.Kind == OccurrenceKind.Event)
        {
            activity?.SetTag(EventBusDiagnostics.EventTypeTag, delivery.Occurrence.EventType);
            activity?.SetTag(EventBusDiagnostics.EventIdTag, delivery.Occurrence.Id);
        }
        else
        {
            activity?.SetTag(EventBusDiagnostics.InteractionIdTag, delivery.Occurrence.Id);
        }

        activity?.SetTag(EventBusDiagnostics.SubscriptionIdTag, subscription.Id);
        activity?.SetTag(EventBusDiagnostics.DeliveryIdTag, delivery.Id);
        activity?.SetTag(EventBusDiagnostics.AdapterTag, subscription.Adapter);
        activity?.SetTag(EventBusDiagnostics.AttemptTag, delivery.Attempts + 1);
        return activity;
    }

    /// <summary>Waits for the store as long as it takes: without it nothing can be settled either.</summary>
    private async ValueTask<(SubscriptionSnapshot Subscriptions, SettingsSnapshot Settings)> CatchUpAsync(
        ClaimedDelivery delivery,
        ClaimVersions versions,
        CancellationToken cancelSend)
    {
        while (true)
        {
            try
            {
                var snapshot = await matcher.CatchUpAsync(versions.Subscriptions, cancelSend).ConfigureAwait(false);
                return (snapshot, await settings.CatchUpAsync(versions.Settings, cancelSend).ConfigureAwait(false));
            }
            catch (EventBusStoreException e)
            {
                Log.CatchUpFailed(logger, e, delivery.Id, StoreRetryDelay);
                await Task.Delay(StoreRetryDelay, time, cancelSend).ConfigureAwait(false);
            }
        }
    }

    private ValueTask SettleAsync(Settlement settlement, bool endpointGone, CancellationToken abandon)
    {
        var settled = false;
        return StoreAsync(settlement.DeliveryId, settlement.Attempt.Outcome.ToString(), WriteAsync, abandon);

        async ValueTask WriteAsync()
        {
            settled = settled || (await store.SettleAsync(settlement, CancellationToken.None).ConfigureAwait(false)).IsStored;
            if (!settled)
            {
                Log.SettlementStale(logger, settlement.DeliveryId);
            }
            else if (endpointGone)
            {
                await subscriptions.DisableAsync(settlement.Attempt.SubscriptionId, CancellationToken.None).ConfigureAwait(false);
            }
        }
    }

    /// <summary>
    /// Writes the outcome, again and again while the store cannot: the claim stays ours meanwhile, and forgetting the outcome
    /// would send again what was delivered, or never what was given back.
    /// </summary>
    private async ValueTask StoreAsync(Guid deliveryId, string outcome, Func<ValueTask> write, CancellationToken abandon)
    {
        var closed = false;
        try
        {
            while (true)
            {
                try
                {
                    await write().ConfigureAwait(false);
                    return;
                }
                catch (EventBusStoreException e)
                {
                    if (!closed)
                    {
                        closed = true;
                        gate.Close();
                    }

                    Log.SettleFailed(logger, e, deliveryId, StoreRetryDelay);
                    await Task.Delay(StoreRetryDelay, time, abandon).ConfigureAwait(false);
                }
            }
        }
        catch (OperationCanceledException)
        {
            Log.SettlementLost(logger, deliveryId, outcome);
        }
        finally
        {
            if (closed)
            {
                gate.Open();
            }
        }
    }

    private void Report(Settlement settlement, Activity? activity)
    {
        var attempt = settlement.Attempt;
        activity?.SetTag(EventBusDiagnostics.OutcomeTag, attempt.Outcome.ToString());
        metrics.AttemptEnded(attempt.Adapter, attempt.Outcome.ToString(), attempt.Code, attempt.Duration);
        if (attempt.Code is not { } code)
        {
            return;
        }

        activity?.SetTag(EventBusDiagnostics.CodeTag, code);
        activity?.SetStatus(ActivityStatusCode.Error, code);
        if (settlement.Status == DeliveryStatus.Dead)
        {
            Log.DeliveryDead(logger, attempt.DeliveryId, attempt.SubscriptionId, attempt.Number, code);
        }
        else
        {
            Log.AttemptFailed(logger, attempt.DeliveryId, attempt.SubscriptionId, attempt.Number, code, settlement.DueAt);
        }
    }
}
