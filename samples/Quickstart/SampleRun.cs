using System.Globalization;
using InsideLabs.EventBus;
using InsideLabs.EventBus.Deliveries;
using InsideLabs.EventBus.Events;
using InsideLabs.EventBus.Subscriptions;

namespace Quickstart;

/// <summary>Publishes every sample event, shows the attempts as they happen, and says at the end what became of each event.</summary>
internal sealed class SampleRun(
    IEventPublisher publisher,
    IDeliveryStore deliveries,
    SampleSubscriptions subscriptions,
    TimeProvider time)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(100);

    /// <summary>Runs the sample.</summary>
    /// <returns>Whether every delivery that was to be expected was made, and the receiver has it.</returns>
    public async Task<bool> RunAsync(ReceiverProcess receiver, TextWriter output, CancellationToken cancellationToken)
    {
        var known = await subscriptions.ReadAsync(cancellationToken);
        var started = time.GetUtcNow();
        var published = await PublishAsync(output, cancellationToken);
        await WatchAsync(known, started, output, cancellationToken);

        var queue = await deliveries.ListDeliveriesAsync(DeliveryFilter.All, cancellationToken);
        var byEvent = queue.ToLookup(d => d.OccurrenceId, StringComparer.Ordinal);
        var rows = published.Select(p => Row(p, byEvent[p.Receipt.EventId], known)).ToList();
        output.WriteLine();
        output.Write(ResultTable.Render(rows));

        var taken = (await receiver.ReadLedgerAsync(cancellationToken)).EnumerateArray()
            .Select(entry => entry.GetProperty("webhookId").GetString()!)
            .ToHashSet(StringComparer.Ordinal);
        var missing = published.SelectMany(p => byEvent[p.Receipt.EventId]).Count(d => !taken.Contains(d.Id.ToString()));
        var complete = missing == 0 && published.Zip(rows).All(pair => IsComplete(pair.First.Event, pair.Second, known.Values));
        output.WriteLine();
        output.WriteLine(complete
            ? "Every expected delivery was made, signed and taken by the receiver."
            : $"Something is missing: {missing} deliveries are not in the receiver's ledger; see the table.");
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"The file holds {queue.Select(d => d.OccurrenceId).Distinct(StringComparer.Ordinal).Count()} delivered events and {queue.Count} deliveries, earlier runs included."));
        return complete;
    }

    private static ResultRow Row(Published published, IEnumerable<Delivery> made, IReadOnlyDictionary<Guid, Subscription> known)
    {
        var all = made.ToList();
        var done = all.Where(d => d.Status == DeliveryStatus.Delivered).ToList();
        return new ResultRow(
            published.Event.Type,
            [.. all.Select(d => LabelOf(d.SubscriptionId, known))],
            done.Count,
            all.Sum(d => d.Attempts),
            done.Count == 0 ? null : done.Max(d => d.CompletedAt) - all.Min(d => d.CreatedAt));
    }

    /// <summary>Whether exactly the subscriptions whose pattern fits got the event.</summary>
    private static bool IsComplete(SampleEvent sample, ResultRow row, IEnumerable<Subscription> known)
    {
        var expected = known.Where(s => s.Match.EventTypes.Any(p => p.Matches(EventType.Parse(sample.Type)))).Select(s => s.Labels[0]);
        return row.Delivered == row.Subscriptions.Count && row.Subscriptions.Order(StringComparer.Ordinal).SequenceEqual(expected.Order(StringComparer.Ordinal), StringComparer.Ordinal);
    }

    private static string LabelOf(Guid subscriptionId, IReadOnlyDictionary<Guid, Subscription> known) => known[subscriptionId].Labels[0];

    private async Task<IReadOnlyList<Published>> PublishAsync(TextWriter output, CancellationToken cancellationToken)
    {
        var published = new List<Published>();
        foreach (var sample in SamplePayloads.All)
        {
            var newEvent = new NewEvent { EventType = sample.Type, Payload = sample.Payload };
            var receipt = await publisher.PublishAsync(newEvent, cancellationToken);
            published.Add(new Published(sample, receipt));
            output.WriteLine($"published {sample.Type} as {receipt.EventId}, {receipt.Deliveries} deliveries");
        }

        return published;
    }

    /// <summary>Shows each attempt once, until nothing is on its way any more.</summary>
    private async Task WatchAsync(
        IReadOnlyDictionary<Guid, Subscription> known,
        DateTimeOffset since,
        TextWriter output,
        CancellationToken cancellationToken)
    {
        var shown = new HashSet<Guid>();
        var giveUpAt = time.GetUtcNow() + Patience;
        using var timer = new PeriodicTimer(LookEvery, time);
        DeliveryStats stats;
        do
        {
            await timer.WaitForNextTickAsync(cancellationToken);
            stats = await deliveries.GetStatsAsync(cancellationToken);
            var attempts = await deliveries.ListAttemptsAsync(new AttemptFilter { Since = since }, cancellationToken);
            foreach (var attempt in attempts.Reverse().Where(a => shown.Add(a.Id)))
            {
                output.WriteLine(string.Create(
                    CultureInfo.InvariantCulture,
                    $"attempt {attempt.Number} to {LabelOf(attempt.SubscriptionId, known)}: {attempt.Outcome} {attempt.StatusCode?.ToString(CultureInfo.InvariantCulture) ?? attempt.Code} in {attempt.Duration.TotalMilliseconds:F1} ms"));
            }
        }
        while (stats.Pending + stats.Processing + stats.Retry > 0 && time.GetUtcNow() < giveUpAt);
    }

    /// <param name="Event">What was published.</param>
    /// <param name="Receipt">Its acknowledgement.</param>
    private sealed record Published(SampleEvent Event, PublishReceipt Receipt);
}
