using InsideLabs.EventBus.Deliveries;
using InsideLabs.EventBus.Faults.Loads;
using InsideLabs.EventBus.Faults.Receiving;
using InsideLabs.EventBus.Signatures;
using InsideLabs.EventBus.Subscriptions;

namespace InsideLabs.EventBus.Faults.Checking;

/// <summary>
/// What must hold after an attack, whatever was killed when. Each violation names its rule and the thing. It uses nothing of the
/// library to decide: patterns are matched here by comparing their beginnings, windows by what a clock on the wall shows.
/// </summary>
internal static class InvariantChecker
{
    public static IReadOnlyList<Violation> Check(Evidence evidence)
    {
        var attempts = evidence.Attempts.ToLookup(a => a.DeliveryId);
        var requests = evidence.Requests.ToLookup(r => r.DeliveryId);
        return
        [
            .. CheckEvents(evidence),
            .. CheckDeliveries(evidence),
            .. evidence.Deliveries.SelectMany(d => CheckDelivery(evidence, d, [.. attempts[d.Id].Where(IsCounted).OrderBy(a => a.Number)], [.. requests[d.Id]])),
            .. CheckRequests(evidence),
            .. CheckStore(evidence),
        ];
    }

    /// <summary>I1: every acknowledged event exists, as it was published.</summary>
    private static IEnumerable<Violation> CheckEvents(Evidence evidence)
    {
        foreach (var (id, promised) in evidence.Acknowledged)
        {
            if (!evidence.Stored.TryGetValue(id, out var type))
            {
                yield return Lost("I1", $"the acknowledged event {id} does not exist.");
            }
            else if (Matching(evidence, type).Count() is var matching && matching != promised)
            {
                yield return Broken("I1", $"the receipt of {id} promised {promised} deliveries, but {matching} subscriptions match.");
            }
        }

        foreach (var (id, type) in evidence.Stored)
        {
            if (!string.Equals(evidence.Begun.GetValueOrDefault(id), type, StringComparison.Ordinal))
            {
                yield return Phantom("I1", $"{id} is stored as {type}, but was published as {evidence.Begun.GetValueOrDefault(id)}.");
            }
        }
    }

    /// <summary>I2: exactly one delivery for each stored event, acknowledged or not, and matching subscription.</summary>
    private static IEnumerable<Violation> CheckDeliveries(Evidence evidence)
    {
        var expected = evidence.Stored.SelectMany(e => Matching(evidence, e.Value).Select(s => (Event: e.Key, Subscription: s))).ToHashSet();
        var actual = evidence.Deliveries.ToLookup(d => (Event: d.OccurrenceId, Subscription: d.SubscriptionId));
        foreach (var pair in expected.Where(p => !actual.Contains(p)))
        {
            yield return Lost("I2", $"no delivery of {pair.Event} to {pair.Subscription}.");
        }

        foreach (var found in actual)
        {
            if (!expected.Contains(found.Key))
            {
                yield return Phantom("I2", $"a delivery of {found.Key.Event} to {found.Key.Subscription}, which nothing asks for.");
            }
            else if (found.Count() > 1)
            {
                yield return Phantom("I2", $"{found.Count()} deliveries of {found.Key.Event} to {found.Key.Subscription}.");
            }
        }
    }

    private static IEnumerable<Violation> CheckDelivery(
        Evidence evidence,
        Delivery delivery,
        DeliveryAttempt[] attempts,
        ReceivedRequest[] requests)
    {
        if (!evidence.MayEndSo(delivery))
        {
            yield return Lost("I3", $"{delivery.Id} is {delivery.Status} ({delivery.LastError}), which it must not be at the end.");
        }

        if (!attempts.Select(a => a.Number).SequenceEqual(Enumerable.Range(1, delivery.Attempts)))
        {
            yield return Broken("I4", $"{delivery.Id} counts {delivery.Attempts} attempts, but has {string.Join(',', attempts.Select(a => a.Number))}.");
        }

        // A success ends a delivery: none comes before another attempt, and none stands at the end of what is not delivered.
        var successes = attempts.Count(a => a.Outcome == AttemptOutcome.Success);
        var isDelivered = delivery.Status == DeliveryStatus.Delivered;
        if (successes != (isDelivered ? 1 : 0) || (isDelivered && attempts[^1].Outcome != AttemptOutcome.Success))
        {
            yield return Broken("I5", $"{delivery.Id} is {delivery.Status} with the outcomes {string.Join(',', attempts.Select(a => a.Outcome))}.");
        }

        foreach (var violation in attempts.SelectMany((_, i) => CheckTime(evidence, delivery, attempts, i)))
        {
            yield return violation;
        }

        var sends = !evidence.Handlers.Contains(delivery.SubscriptionId);
        if (requests.Length < attempts.Count(a => a.StatusCode is not null) || (isDelivered && sends && !requests.Any(r => r.Status < 300)))
        {
            yield return Lost("I7", $"{delivery.Id} records {attempts.Length} attempts, but {requests.Length} requests arrived.");
        }
    }

    private static IEnumerable<Violation> CheckTime(Evidence evidence, Delivery delivery, DeliveryAttempt[] attempts, int index)
    {
        var attempt = attempts[index];
        if (!evidence.WasDue(attempt.StartedAt, EarliestStart(delivery, attempts, index)))
        {
            yield return Broken("I6", $"attempt {attempt.Number} of {delivery.Id} began at {attempt.StartedAt:O}, before it was due.");
        }

        if (evidence.Schedules.TryGetValue(delivery.SubscriptionId, out var schedule) && !IsOpen(schedule, attempt.StartedAt))
        {
            yield return Broken("I6", $"attempt {attempt.Number} of {delivery.Id} began at {attempt.StartedAt:O}, outside of every window.");
        }
    }

    /// <summary>I7: what arrived is what is stored, and hardly more often than kills explain. I9: every request is signed and says what it is.</summary>
    private static IEnumerable<Violation> CheckRequests(Evidence evidence)
    {
        var deliveries = evidence.Deliveries.ToLookup(d => d.Id);
        foreach (var request in evidence.Requests)
        {
            if (!deliveries[request.DeliveryId].Any(d => d.SubscriptionId == request.SubscriptionId
                && string.Equals(d.OccurrenceId, request.EventId, StringComparison.Ordinal)))
            {
                yield return Phantom("I7", $"a request arrived as {request.DeliveryId}, which is no delivery of {request.EventId} to {request.SubscriptionId}.");
            }

            if (request.Verification != WebhookVerification.Valid)
            {
                yield return Broken("I9", $"the signature of a request for {request.DeliveryId} is {request.Verification}.");
            }

            if (!string.Equals(request.BodyEventId, request.EventId, StringComparison.Ordinal))
            {
                yield return Broken("I9", $"a request for {request.DeliveryId} names {request.EventId} in its header, {request.BodyEventId} in its body.");
            }
        }

        if (evidence.ExtraCopies > evidence.MostExtraCopies)
        {
            yield return Broken("I7", $"{evidence.ExtraCopies} extra copies arrived; {evidence.Kills} kills explain at most {evidence.MostExtraCopies}.");
        }
    }

    /// <summary>I8: the file is sound, and the fixed subscriptions are there once each.</summary>
    private static IEnumerable<Violation> CheckStore(Evidence evidence)
    {
        if (!string.Equals(evidence.Integrity, "ok", StringComparison.Ordinal))
        {
            yield return Broken("I8", $"the integrity check says '{evidence.Integrity}'.");
        }

        if (!evidence.Subscriptions.Values.Order(StringComparer.Ordinal)
            .SequenceEqual(evidence.Patterns.Order(StringComparer.Ordinal), StringComparer.Ordinal))
        {
            yield return Broken("I8", $"the subscriptions are {string.Join(", ", evidence.Subscriptions.Values)}.");
        }
    }

    private static DateTimeOffset EarliestStart(Delivery delivery, DeliveryAttempt[] attempts, int index)
    {
        if (index == 0)
        {
            return delivery.CreatedAt;
        }

        var before = attempts[index - 1];
        if (before.Outcome == AttemptOutcome.Lost)
        {
            // It says when the next process found it, and is due again at once.
            return before.StartedAt;
        }

        var delay = TimeSpan.FromSeconds(FaultSubscription.RetryDelays[index - 1]);
        return before.StartedAt + before.Duration + (delay * (1 - RetryLadder.Jitter));
    }

    private static IEnumerable<Guid> Matching(Evidence evidence, string eventType) => evidence.Subscriptions
        .Where(s => s.Value.EndsWith('*')
            ? eventType.StartsWith(s.Value[..^1], StringComparison.Ordinal)
            : string.Equals(eventType, s.Value, StringComparison.Ordinal))
        .Select(s => s.Key);

    /// <summary>An attempt that came too late is in the audit and nowhere else.</summary>
    private static bool IsCounted(DeliveryAttempt attempt) => attempt.Outcome != AttemptOutcome.Stale;

    private static bool IsOpen(DeliverySchedule schedule, DateTimeOffset instant)
    {
        var local = TimeZoneInfo.ConvertTime(instant, TimeZoneInfo.FindSystemTimeZoneById(schedule.TimeZone)).DateTime;
        var yesterday = local.DayOfWeek == DayOfWeek.Sunday ? DayOfWeek.Saturday : local.DayOfWeek - 1;
        return schedule.Windows.Any(w => w.Start < w.End
            ? w.Days.Contains(local.DayOfWeek) && local.TimeOfDay >= w.Start && local.TimeOfDay < w.End
            : (w.Days.Contains(local.DayOfWeek) && local.TimeOfDay >= w.Start) || (w.Days.Contains(yesterday) && local.TimeOfDay < w.End));
    }

    private static Violation Lost(string rule, string text) => new(rule, ViolationKind.Lost, text);

    private static Violation Phantom(string rule, string text) => new(rule, ViolationKind.Phantom, text);

    private static Violation Broken(string rule, string text) => new(rule, ViolationKind.Broken, text);
}
