using InsideLabs.EventBus.Deliveries;
using InsideLabs.EventBus.Subscriptions;

namespace InsideLabs.EventBus.Testing;

/// <summary>
/// Awaits what becomes of one delivery, without sleeping: it turns the virtual clock from timer to timer until it is so, and fails as
/// soon as it cannot be so any more, or when the time it was given is over.
/// </summary>
public sealed class DeliveryProbe
{
    /// <summary>How far the clock is turned unless a call says otherwise: 7 days, more than twice the default retry ladder.</summary>
    public static readonly TimeSpan DefaultWithin = TimeSpan.FromDays(7);

    private readonly EventBusTestHost _host;
    private readonly DeliveryFilter? _filter;
    private readonly string _name;
    private Guid? _id;

    private DeliveryProbe(EventBusTestHost host, Guid? id, DeliveryFilter? filter, string name) =>
        (_host, _id, _filter, _name) = (host, id, filter, name);

    /// <summary>Waits until it is delivered.</summary>
    /// <param name="within">How far to turn the clock at most; null for <see cref="DefaultWithin"/>.</param>
    /// <exception cref="DeliveryProbeException">It was not; at once when it is dead or cancelled.</exception>
    /// <exception cref="TimeoutException">The library did not come to rest in real time.</exception>
    public Task<Delivery> WhenDeliveredAsync(TimeSpan? within = null) => WhenAsync(DeliveryStatus.Delivered, "delivered", within);

    /// <summary>Waits until it is dead: given up.</summary>
    /// <param name="within">How far to turn the clock at most; null for <see cref="DefaultWithin"/>.</param>
    /// <exception cref="DeliveryProbeException">It was not; at once when it is delivered or cancelled.</exception>
    /// <exception cref="TimeoutException">The library did not come to rest in real time.</exception>
    public Task<Delivery> WhenDeadAsync(TimeSpan? within = null) => WhenAsync(DeliveryStatus.Dead, "dead", within);

    /// <summary>Waits until an attempt has ended.</summary>
    /// <param name="number">Which attempt, from 1.</param>
    /// <param name="within">How far to turn the clock at most; null for <see cref="DefaultWithin"/>.</param>
    /// <returns>Its audit entry.</returns>
    /// <exception cref="DeliveryProbeException">It was not made; at once when the delivery has ended before.</exception>
    /// <exception cref="TimeoutException">The library did not come to rest in real time.</exception>
    public async Task<DeliveryAttempt> WhenAttemptedAsync(int number, TimeSpan? within = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(number, 1);
        await WhenAsync(d => d.Attempts >= number, $"attempted {number} times", within).ConfigureAwait(false);
        return (await AttemptsAsync().ConfigureAwait(false)).First(a => a.Number == number);
    }

    /// <summary>The delivery as it is now; the clock is not turned.</summary>
    /// <exception cref="DeliveryProbeException">There is none, or more than one.</exception>
    public async Task<Delivery> DeliveryAsync()
    {
        if (_id is { } id)
        {
            return await _host.Queue.FindAsync(id).ConfigureAwait(false) ?? throw new DeliveryProbeException($"There is no {_name}.");
        }

        var found = await _host.Queue.ListAsync(_filter).ConfigureAwait(false);
        if (found.Count != 1)
        {
            throw new DeliveryProbeException(found.Count == 0
                ? $"There is no {_name}. The queue holds {await CountAsync().ConfigureAwait(false)} of that event or interaction. Did the "
                    + "subscription exist, active, when it was published, and does it match?"
                : $"There are {found.Count} of what should be one, the {_name}: name the subscription.");
        }

        _id = found[0].Id;
        return found[0];
    }

    /// <summary>The audit entries of its attempts so far, first one first; the clock is not turned.</summary>
    /// <exception cref="DeliveryProbeException">There is no such delivery, or more than one.</exception>
    public async Task<IReadOnlyList<DeliveryAttempt>> AttemptsAsync()
    {
        var id = _id ?? (await DeliveryAsync().ConfigureAwait(false)).Id;
        var attempts = await _host.Queue.ListAttemptsAsync(new AttemptFilter { DeliveryId = id }).ConfigureAwait(false);
        return [.. attempts.OrderBy(a => a.Number)];
    }

    internal static DeliveryProbe Of(EventBusTestHost host, Guid id) => new(host, id, filter: null, $"delivery {id}");

    internal static DeliveryProbe Of(EventBusTestHost host, string occurrenceId, Subscription? subscription)
    {
        ArgumentNullException.ThrowIfNull(occurrenceId);
        return new DeliveryProbe(
            host,
            id: null,
            new DeliveryFilter { OccurrenceId = occurrenceId, SubscriptionId = subscription?.Id },
            $"delivery of '{occurrenceId}'{(subscription is null ? string.Empty : $" to subscription {subscription.Id}")}");
    }

    private static bool HasEnded(Delivery delivery) =>
        delivery.Status is DeliveryStatus.Delivered or DeliveryStatus.Dead or DeliveryStatus.Cancelled;

    private Task<Delivery> WhenAsync(DeliveryStatus status, string wanted, TimeSpan? within) =>
        WhenAsync(d => d.Status == status, wanted, within);

    private async Task<Delivery> WhenAsync(Func<Delivery, bool> isSo, string wanted, TimeSpan? within)
    {
        var limit = within ?? DefaultWithin;
        var begun = _host.Clock.GetTimestamp();
        Delivery last = null!;
        await _host.AdvanceUntilAsync(
            async () =>
            {
                last = await DeliveryAsync().ConfigureAwait(false);
                return isSo(last) || HasEnded(last);
            },
            limit).ConfigureAwait(false);
        return isSo(last)
            ? last
            : throw new DeliveryProbeException(await DescribeAsync(last, wanted, limit, _host.Clock.GetElapsedTime(begun)).ConfigureAwait(false));
    }

    private async Task<string> DescribeAsync(Delivery delivery, string wanted, TimeSpan limit, TimeSpan waited)
    {
        var attempts = await AttemptsAsync().ConfigureAwait(false);
        var state = delivery.NextAttempt is { } next ? $"{delivery.Status}, due at {next:O}" : $"{delivery.Status}";
        var lines = attempts.Select(a =>
            $"{Environment.NewLine}  {a.Number}. {a.StartedAt:O} {a.Outcome}{Spaced(a.Code)}{Spaced(a.StatusCode)} after {a.Duration}{Spaced(a.Response)}");
        return $"The {_name} should have been {wanted} within {limit}. After {waited}, at {_host.Clock.GetUtcNow():O}, it is {state}, with "
            + $"{delivery.Attempts} attempts{(attempts.Count == 0 ? "." : ":")}{string.Concat(lines)}";
    }

    private async Task<int> CountAsync() =>
        (await _host.Queue.ListAsync(new DeliveryFilter { OccurrenceId = _filter!.OccurrenceId }).ConfigureAwait(false)).Count;

    private static string Spaced(object? value) => value is null ? string.Empty : $" {value}";
}
