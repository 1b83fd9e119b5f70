using System.Diagnostics;
using InsideLabs.EventBus.Adapters;
using InsideLabs.EventBus.Deliveries;
using InsideLabs.EventBus.Diagnostics;
using InsideLabs.EventBus.Errors;
using InsideLabs.EventBus.Matching;
using InsideLabs.EventBus.Occurrences;
using InsideLabs.EventBus.Scheduling;
using InsideLabs.EventBus.Subscribing;
using InsideLabs.EventBus.Subscriptions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace InsideLabs.EventBus.Dispatching;

/// <summary>
/// What happens to one claimed delivery: gate, render, send, settle. The caller has reported it to the idle signal as one piece of work.
/// </summary>
internal sealed class DeliveryPipeline(
    IDeliveryStore store,
    SubscriptionMatcher matcher,
    SettingsMonitor settings,
    SubscriptionService subscriptions,
    ScheduleEvaluator schedules,
    TimeZoneMonitor zones,
    Circuits circuits,
    DeliverySender sender,
    SettlementPlanner planner,
    ClaimGate gate,
    EventBusMetrics metrics,
    IdleSignal idle,
    IOptions<EventBusOptions> options,
    TimeProvider time,
    ILogger<DeliveryPipeline> logger)
{
    private static readonly TimeSpan StoreRetryDelay = TimeSpan.FromSeconds(1);

    /// <summary>
    /// Delivers, or gives the delivery back: when its subscription or whoever waits for it has gone away, while its window is closed,
    /// and while its destination is left alone.
    /// </summary>
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

        var now = time.GetUtcNow();
        var window = schedules.Evaluate(subscription.DeliverySchedule, now);
        if (!window.IsOpen)
        {
            await DeferAsync(delivery, subscription, window.DueAt, DeferralReason.WindowClosed, abandon).ConfigureAwait(false);
            return RunResult.Deferred;
        }

        var prepared = sender.Prepare(delivery, subscription, known);
        if (circuits.Enter(prepared.Destination, out var permit) is { } wait)
        {
            await DeferAsync(delivery, subscription, now + wait, DeferralReason.CircuitOpen, abandon).ConfigureAwait(false);
            return RunResult.Deferred;
        }

        var warnings = window.State == ScheduleState.ZoneUnresolved ? Unscheduled(subscription, prepared.Warnings) : prepared.Warnings;
        return await AttemptAsync(new Attempt(delivery, subscription, prepared, permit, warnings, now), cancelSend, abandon).ConfigureAwait(false);
    }

    /// <summary>Gives a claimed delivery back untried.</summary>
    /// <param name="delivery">The claimed delivery.</param>
    /// <param name="abandon">Cancelled when a store that does not take it is no longer waited for.</param>
    public ValueTask GiveBackAsync(ClaimedDelivery delivery, CancellationToken abandon) => StoreAsync(
        delivery.Id,
        "GivenBack",
        async () => await store.ReleaseAsync(delivery.Id, delivery.ClaimNo, CancellationToken.None).ConfigureAwait(false),
        abandon);

    /// <summary>Sends, and stores what came of it.</summary>
    private async ValueTask<RunResult> AttemptAsync(Attempt attempt, CancellationToken cancelSend, CancellationToken abandon)
    {
        var (delivery, subscription, prepared) = (attempt.Delivery, attempt.Subscription, attempt.Prepared);
        var started = time.GetTimestamp();
        metrics.DeliveryStarted(subscription.Adapter, attempt.StartedAt - delivery.DueAt);
        using var activity = StartActivity(delivery, subscription);
        DeliveryResult? result = null;
        try
        {
            result = await sender.SendAsync(prepared, cancelSend).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (cancelSend.IsCancellationRequested)
        {
            await GiveBackAsync(delivery, abandon).ConfigureAwait(false);
            return RunResult.Deferred;
        }
        finally
        {
            circuits.Report(attempt.Permit, result);
            metrics.DeliveryEnded();
        }

        var settlement = planner.Plan(delivery, subscription, prepared, result, attempt.Warnings, attempt.StartedAt, time.GetElapsedTime(started));
        Report(settlement, activity);
        await SettleAsync(settlement, result.Verdict == DeliveryVerdict.Gone, abandon).ConfigureAwait(false);
        return result.Verdict == DeliveryVerdict.Delivered ? RunResult.Delivered : RunResult.Failed;
    }

    /// <summary>Puts a claimed delivery off untried.</summary>
    private ValueTask DeferAsync(
        ClaimedDelivery delivery,
        Subscription subscription,
        DateTimeOffset dueAt,
        DeferralReason reason,
        CancellationToken abandon)
    {
        metrics.Deferred(subscription.Adapter, reason);
        Log.DeliveryDeferred(logger, delivery.Id, subscription.Id, reason, dueAt);
        var deferral = new Deferral(delivery.Id, delivery.ClaimNo, dueAt, subscription.Version);
        return StoreAsync(
            delivery.Id,
            "Deferred",
            async () => await store.DeferAsync(deferral, CancellationToken.None).ConfigureAwait(false),
            abandon);
    }

    /// <summary>A schedule that cannot be read must not keep deliveries for ever: they are made, and it is said.</summary>
    private IReadOnlyList<string> Unscheduled(Subscription subscription, IReadOnlyList<string> warnings)
    {
        var zone = subscription.DeliverySchedule!.TimeZone;
        if (zones.Report(zone))
        {
            Log.TimeZoneMissing(logger, zone, subscription.Id);
        }

        return [$"The delivery schedule was not heeded: its time zone '{FaultText.Show(zone)}' cannot be resolved on this machine.", .. warnings];
    }

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
                await idle.DelayAsync(StoreRetryDelay, time, cancelSend).ConfigureAwait(false);
            }
        }
    }

    private ValueTask SettleAsync(Settlement settlement, bool endpointGone, CancellationToken abandon)
    {
        SettleResult? settled = null;
        return StoreAsync(settlement.DeliveryId, settlement.Attempt.Outcome.ToString(), WriteAsync, abandon);

        async ValueTask WriteAsync()
        {
            settled ??= await store.SettleAsync(settlement, CancellationToken.None).ConfigureAwait(false);
            if (!settled.Value.IsStored)
            {
                Log.SettlementStale(logger, settlement.DeliveryId);
            }
            else if (endpointGone)
            {
                await subscriptions.DisableAsync(settlement.Attempt.SubscriptionId, streak: null, CancellationToken.None).ConfigureAwait(false);
            }
            else if (settled.Value.Streak is { } streak && IsTooLong(streak, settlement.Attempt))
            {
                await subscriptions.DisableAsync(settlement.Attempt.SubscriptionId, streak, CancellationToken.None).ConfigureAwait(false);
            }
        }
    }

    /// <summary>
    /// Handlers in code are never disabled: nobody would resume them after the next deployment, and they would miss what happens until
    /// then. Their deliveries die and can be retried.
    /// </summary>
    private bool IsTooLong(FailureStreak streak, DeliveryAttempt last) =>
        options.Value.DisableAfter is { } patience
        && !string.Equals(last.Adapter, AdapterNames.Handler, StringComparison.Ordinal)
        && streak.Failures >= options.Value.DisableAfterFailures
        && last.StartedAt + last.Duration - streak.Since >= patience;

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
                    await idle.DelayAsync(StoreRetryDelay, time, abandon).ConfigureAwait(false);
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

    /// <summary>An attempt that may start.</summary>
    /// <param name="Delivery">The claimed delivery.</param>
    /// <param name="Subscription">Its subscription.</param>
    /// <param name="Prepared">What it is made with.</param>
    /// <param name="Permit">How the circuit of its destination knows it.</param>
    /// <param name="Warnings">What a person should know although nothing failed yet.</param>
    /// <param name="StartedAt">When it began, rendering included.</param>
    private sealed record Attempt(
        ClaimedDelivery Delivery,
        Subscription Subscription,
        PreparedDelivery Prepared,
        CircuitPermit Permit,
        IReadOnlyList<string> Warnings,
        DateTimeOffset StartedAt);
}
