using InsideLabs.EventBus.Deliveries;
using InsideLabs.EventBus.Signatures;
using InsideLabs.EventBus.Subscriptions;

namespace InsideLabs.EventBus.Faults.Tests;

/// <summary>
/// What must hold after a campaign whose queue was drained, whatever was killed when. Each violation names its rule and the
/// thing. It uses nothing of the library to decide: patterns are matched here by comparing their beginnings.
/// </summary>
internal static class InvariantChecker
{
    public static IReadOnlyList<string> Check(Evidence evidence)
    {
        var attempts = evidence.Attempts.ToLookup(a => a.DeliveryId);
        var requests = evidence.Requests.ToLookup(r => r.DeliveryId);
        return
        [
            .. CheckEvents(evidence),
            .. CheckDeliveries(evidence),
            .. evidence.Deliveries.SelectMany(d => CheckDelivery(d, [.. attempts[d.Id].OrderBy(a => a.Number)], [.. requests[d.Id]])),
            .. CheckRequests(evidence),
            .. CheckStore(evidence),
        ];
    }

    /// <summary>I1: every acknowledged event exists, as it was published.</summary>
    private static IEnumerable<string> CheckEvents(Evidence evidence)
    {
        foreach (var (id, promised) in evidence.Acknowledged)
        {
            if (!evidence.Stored.TryGetValue(id, out var type))
            {
                yield return $"I1: the acknowledged event {id} does not exist.";
            }
            else if (Matching(evidence, type).Count() is var matching && matching != promised)
            {
                yield return $"I1: the receipt of {id} promised {promised} deliveries, but {matching} subscriptions match.";
            }
        }

        foreach (var (id, type) in evidence.Stored)
        {
            if (!string.Equals(evidence.Begun.GetValueOrDefault(id), type, StringComparison.Ordinal))
            {
                yield return $"I1: {id} is stored as {type}, but was published as {evidence.Begun.GetValueOrDefault(id)}.";
            }
        }
    }

    /// <summary>I2: exactly one delivery for each stored event, acknowledged or not, and matching subscription.</summary>
    private static IEnumerable<string> CheckDeliveries(Evidence evidence)
    {
        var expected = evidence.Stored.SelectMany(e => Matching(evidence, e.Value).Select(s => (Event: e.Key, Subscription: s))).ToHashSet();
        var actual = evidence.Deliveries.ToLookup(d => (Event: d.OccurrenceId, Subscription: d.SubscriptionId));
        foreach (var pair in expected.Where(p => !actual.Contains(p)))
        {
            yield return $"I2: no delivery of {pair.Event} to {pair.Subscription}.";
        }

        foreach (var found in actual)
        {
            if (!expected.Contains(found.Key))
            {
                yield return $"I2: a delivery of {found.Key.Event} to {found.Key.Subscription}, which nothing asks for.";
            }
            else if (found.Count() > 1)
            {
                yield return $"I2: {found.Count()} deliveries of {found.Key.Event} to {found.Key.Subscription}.";
            }
        }
    }

    private static IEnumerable<string> CheckDelivery(Delivery delivery, DeliveryAttempt[] attempts, ReceivedRequest[] requests)
    {
        if (delivery.Status != DeliveryStatus.Delivered)
        {
            yield return $"I3: {delivery.Id} is {delivery.Status} ({delivery.LastError}) although the queue was drained.";
        }

        if (!attempts.Select(a => a.Number).SequenceEqual(Enumerable.Range(1, delivery.Attempts)))
        {
            yield return $"I4: {delivery.Id} counts {delivery.Attempts} attempts, but has {string.Join(',', attempts.Select(a => a.Number))}.";
        }

        if (attempts is not [.. var before, { Outcome: AttemptOutcome.Success }]
            || before.Any(a => a.Outcome != AttemptOutcome.Failure))
        {
            yield return $"I5: {delivery.Id} has the outcomes {string.Join(',', attempts.Select(a => a.Outcome))}.";
        }

        for (var i = 0; i < attempts.Length; i++)
        {
            if (attempts[i].StartedAt < EarliestStart(delivery, attempts, i))
            {
                yield return $"I6: attempt {attempts[i].Number} of {delivery.Id} began at {attempts[i].StartedAt:O}, before it was due.";
            }
        }

        if (requests.Length < attempts.Count(a => a.StatusCode is not null) || !requests.Any(r => r.Status < 300))
        {
            yield return $"I7: {delivery.Id} records {attempts.Length} attempts, but {requests.Length} requests arrived.";
        }
    }

    /// <summary>I7: what arrived is what is stored, and hardly more often than kills explain. I9: every request is signed and says what it is.</summary>
    private static IEnumerable<string> CheckRequests(Evidence evidence)
    {
        var deliveries = evidence.Deliveries.ToLookup(d => d.Id);
        foreach (var request in evidence.Requests)
        {
            if (!deliveries[request.DeliveryId].Any(d => d.SubscriptionId == request.SubscriptionId
                && string.Equals(d.OccurrenceId, request.EventId, StringComparison.Ordinal)))
            {
                yield return $"I7: a request arrived as {request.DeliveryId}, which is no delivery of {request.EventId} to {request.SubscriptionId}.";
            }

            if (request.Verification != WebhookVerification.Valid)
            {
                yield return $"I9: the signature of a request for {request.DeliveryId} is {request.Verification}.";
            }

            if (!string.Equals(request.BodyEventId, request.EventId, StringComparison.Ordinal))
            {
                yield return $"I9: a request for {request.DeliveryId} names {request.EventId} in its header, {request.BodyEventId} in its body.";
            }
        }

        var most = evidence.Kills * evidence.MaxConcurrentDeliveries;
        if (evidence.ExtraCopies > most)
        {
            yield return $"I7: {evidence.ExtraCopies} extra copies arrived; {evidence.Kills} kills explain at most {most}.";
        }
    }

    /// <summary>I8: the file is sound, and the fixed subscriptions are there once each.</summary>
    private static IEnumerable<string> CheckStore(Evidence evidence)
    {
        if (!string.Equals(evidence.Integrity, "ok", StringComparison.Ordinal))
        {
            yield return $"I8: the integrity check says '{evidence.Integrity}'.";
        }

        if (!evidence.Subscriptions.Values.Order(StringComparer.Ordinal)
            .SequenceEqual(FaultSubscription.All.Select(s => s.Pattern).Order(StringComparer.Ordinal), StringComparer.Ordinal))
        {
            yield return $"I8: the subscriptions are {string.Join(", ", evidence.Subscriptions.Values)}.";
        }
    }

    private static DateTimeOffset EarliestStart(Delivery delivery, DeliveryAttempt[] attempts, int index)
    {
        if (index == 0)
        {
            return delivery.CreatedAt;
        }

        var (before, delay) = (attempts[index - 1], TimeSpan.FromSeconds(FaultSubscription.RetryDelays[index - 1]));
        return before.StartedAt + before.Duration + (delay * (1 - RetryLadder.Jitter));
    }

    private static IEnumerable<Guid> Matching(Evidence evidence, string eventType) => evidence.Subscriptions
        .Where(s => s.Value.EndsWith('*')
            ? eventType.StartsWith(s.Value[..^1], StringComparison.Ordinal)
            : string.Equals(eventType, s.Value, StringComparison.Ordinal))
        .Select(s => s.Key);
}
