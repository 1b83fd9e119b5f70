using InsideLabs.EventBus.Deliveries;
using InsideLabs.EventBus.Matching;
using InsideLabs.EventBus.Occurrences;
using InsideLabs.EventBus.Scheduling;
using InsideLabs.EventBus.Subscriptions;

namespace InsideLabs.EventBus.Publishing;

/// <summary>Matches occurrences and stores them with their deliveries; when subscriptions changed in between, matches again.</summary>
internal sealed class OccurrenceCommitter(
    SubscriptionMatcher matcher,
    ScheduleEvaluator schedules,
    IDeliveryStore store,
    UuidGenerator deliveryIds)
{
    /// <returns>What the store answered; never stale.</returns>
    public async ValueTask<CommitResult> CommitAsync(Occurrence[] occurrences, CancellationToken cancellationToken)
    {
        var snapshot = matcher.Current;
        while (true)
        {
            var items = new NewOccurrence[occurrences.Length];
            for (var i = 0; i < items.Length; i++)
            {
                items[i] = Match(snapshot, occurrences[i]);
            }

            var result = await store.CommitAsync(new OccurrenceCommit(snapshot.Version, items), cancellationToken).ConfigureAwait(false);
            if (result.Stale is not { } changes)
            {
                return result;
            }

            snapshot = matcher.Apply(changes);
        }
    }

    /// <returns>What the store answered; never stale.</returns>
    public async ValueTask<CommitResult> CommitAsync(Occurrence occurrence, CancellationToken cancellationToken)
    {
        var snapshot = matcher.Current;
        while (true)
        {
            var commit = new OccurrenceCommit(snapshot.Version, new[] { Match(snapshot, occurrence) });
            var result = await store.CommitAsync(commit, cancellationToken).ConfigureAwait(false);
            if (result.Stale is not { } changes)
            {
                return result;
            }

            snapshot = matcher.Apply(changes);
        }
    }

    private NewOccurrence Match(SubscriptionSnapshot snapshot, Occurrence occurrence) => new(
        occurrence,
        occurrence.Kind == OccurrenceKind.Event ? MatchEvent(snapshot, occurrence) : MatchInteraction(snapshot, occurrence));

    private NewDelivery[] MatchEvent(SubscriptionSnapshot snapshot, Occurrence occurrence)
    {
        var matches = default(MatchSet);
        snapshot.Match(occurrence.EventType, ref matches);
        if (matches.IsEmpty)
        {
            return [];
        }

        var deliveries = new NewDelivery[matches.Count];
        var next = 0;
        foreach (var ordinal in matches)
        {
            deliveries[next++] = Deliver(occurrence, snapshot[ordinal]);
        }

        return deliveries;
    }

    private NewDelivery[] MatchInteraction(SubscriptionSnapshot snapshot, Occurrence occurrence)
    {
        var interaction = occurrence.Interaction;
        var targets = snapshot.Match(interaction.ResourceTypeId, interaction.ActionId, interaction.OriginId);
        var deliveries = new NewDelivery[targets.Count];
        var next = 0;
        foreach (var ordinal in targets.AnyOrigin)
        {
            deliveries[next++] = Deliver(occurrence, snapshot[ordinal]);
        }

        foreach (var ordinal in targets.OwnOrigin)
        {
            deliveries[next++] = Deliver(occurrence, snapshot[ordinal]);
        }

        return deliveries;
    }

    private NewDelivery Deliver(Occurrence occurrence, Subscription subscription) => new(
        deliveryIds.Next(occurrence.RecordedAt),
        subscription.Id,
        subscription.Adapter,
        RetryAt: occurrence.RecordedAt,
        DueAt: schedules.Evaluate(subscription.DeliverySchedule, occurrence.RecordedAt).DueAt);
}
