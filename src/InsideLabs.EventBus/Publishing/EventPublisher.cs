using System.Diagnostics;
using InsideLabs.EventBus.Deliveries;
using InsideLabs.EventBus.Diagnostics;
using InsideLabs.EventBus.Dispatching;
using InsideLabs.EventBus.Errors;
using InsideLabs.EventBus.Events;
using InsideLabs.EventBus.Matching;
using InsideLabs.EventBus.Occurrences;
using InsideLabs.EventBus.Subscriptions;
using Microsoft.Extensions.Logging;

namespace InsideLabs.EventBus.Publishing;

/// <summary>Validate, match, commit, wake the dispatcher, hand over to the in-memory handlers.</summary>
internal sealed class EventPublisher(
    EventAdmission admission,
    SubscriptionMatcher matcher,
    IDeliveryStore store,
    DeliverySignal signal,
    HandlerPump handlers,
    UuidGenerator deliveryIds,
    EventBusMetrics metrics,
    TimeProvider time,
    ILogger<EventPublisher> logger) : IEventPublisher
{
    private const int MaxBatch = 1000;

    public ValueTask<PublishReceipt> PublishAsync<TPayload>(
        EventDefinition<TPayload> definition,
        TPayload payload,
        PublishOptions? options = null,
        CancellationToken cancellationToken = default)
        where TPayload : class => PublishAsync(NewEvent.Of(definition, payload, options), cancellationToken);

    public async ValueTask<PublishReceipt> PublishAsync(NewEvent newEvent, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(newEvent);
        return (await PublishAllAsync([newEvent], static _ => string.Empty, cancellationToken).ConfigureAwait(false))[0];
    }

    public async ValueTask<IReadOnlyList<PublishReceipt>> PublishAsync(
        IReadOnlyList<NewEvent> newEvents,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(newEvents);
        if (newEvents.Count is 0 or > MaxBatch)
        {
            throw new EventBusValidationException(
                string.Empty, ErrorCodes.ParameterInvalid, $"{newEvents.Count} events; a batch holds 1 to {MaxBatch}.");
        }

        return await PublishAllAsync(newEvents, static i => $"[{i}].", cancellationToken).ConfigureAwait(false);
    }

    private async ValueTask<PublishReceipt[]> PublishAllAsync(
        IReadOnlyList<NewEvent> newEvents,
        Func<int, string> fieldPrefix,
        CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        using var activity = EventBusMetrics.Activities.StartActivity("publish", ActivityKind.Producer);
        var occurrences = Admit(newEvents, fieldPrefix);
        if (activity is not null && occurrences.Length == 1)
        {
            activity.SetTag(EventBusDiagnostics.EventTypeTag, occurrences[0].EventType);
            activity.SetTag(EventBusDiagnostics.EventIdTag, occurrences[0].Id);
        }

        var receipts = await CommitAsync(occurrences, fieldPrefix, cancellationToken).ConfigureAwait(false);
        metrics.PublishTook(time.GetElapsedTime(started));
        var answer = new PublishReceipt[occurrences.Length];
        for (var i = 0; i < occurrences.Length; i++)
        {
            answer[i] = await AcknowledgeAsync(occurrences[i], receipts[i]).ConfigureAwait(false);
        }

        return answer;
    }

    private Occurrence[] Admit(IReadOnlyList<NewEvent> newEvents, Func<int, string> fieldPrefix)
    {
        // The trace travels with the event: a delivery links to it, hours later and perhaps in another process.
        var traceParent = Activity.Current is { IdFormat: ActivityIdFormat.W3C } current ? current.Id : null;
        var faults = new FaultList();
        var occurrences = new Occurrence[newEvents.Count];
        for (var i = 0; i < occurrences.Length; i++)
        {
            occurrences[i] = admission.Admit(newEvents[i], fieldPrefix(i), traceParent, faults)!;
        }

        if (faults.Count > 0)
        {
            metrics.Refused(faults[0].Code);
            faults.ThrowIfAny();
        }

        return occurrences;
    }

    /// <summary>Matches and commits; when subscriptions changed in between, applies the changes and matches again.</summary>
    private async ValueTask<IReadOnlyList<CommitReceipt>> CommitAsync(
        Occurrence[] occurrences,
        Func<int, string> fieldPrefix,
        CancellationToken cancellationToken)
    {
        var snapshot = matcher.Current;
        while (true)
        {
            var items = new NewOccurrence[occurrences.Length];
            for (var i = 0; i < items.Length; i++)
            {
                items[i] = new NewOccurrence(occurrences[i], Match(snapshot, occurrences[i]));
            }

            var commit = new OccurrenceCommit(snapshot.Version, items);
            var result = await store.CommitAsync(commit, cancellationToken).ConfigureAwait(false);
            if (result.Stale is { } changes)
            {
                snapshot = matcher.Apply(changes);
            }
            else if (result.Conflicts is { } conflicts)
            {
                metrics.Refused(ErrorCodes.IdempotencyConflict);
                var first = conflicts[0];
                throw new EventBusConflictException(
                    ErrorCodes.IdempotencyConflict,
                    $"{fieldPrefix(first)}eventId '{occurrences[first].Id}' was used before for other content; the first stays. Use a new id.");
            }
            else
            {
                return result.Receipts!;
            }
        }
    }

    private NewDelivery[] Match(SubscriptionSnapshot snapshot, Occurrence occurrence)
    {
        var matches = default(MatchSet);
        snapshot.Match(occurrence.EventType, ref matches);
        var deliveries = new NewDelivery[matches.Count];
        var next = 0;
        foreach (var ordinal in matches)
        {
            var subscription = snapshot[ordinal];
            deliveries[next++] = new NewDelivery(
                deliveryIds.Next(),
                subscription.Id,
                subscription.Adapter,
                RetryAt: occurrence.RecordedAt,
                DueAt: occurrence.RecordedAt);
        }

        return deliveries;
    }

    private async ValueTask<PublishReceipt> AcknowledgeAsync(Occurrence occurrence, CommitReceipt receipt)
    {
        if (receipt.IsDuplicate)
        {
            metrics.Duplicate();
            Log.EventDuplicate(logger, occurrence.Id, occurrence.EventType);
        }
        else
        {
            metrics.Published(occurrence.EventType);
            Log.EventPublished(logger, occurrence.Id, occurrence.EventType, receipt.Deliveries);
            if (receipt.Deliveries > 0)
            {
                signal.Set();
            }

            // The event is stored: whatever becomes of the handlers, and of the caller's patience, the publish has happened.
            await handlers.HandOverAsync(occurrence.Event).ConfigureAwait(false);
        }

        return new PublishReceipt(occurrence.Id, receipt.Deliveries, receipt.IsDuplicate);
    }
}
