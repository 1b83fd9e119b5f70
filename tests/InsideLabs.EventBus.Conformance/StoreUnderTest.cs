using InsideLabs.EventBus.Deliveries;
using InsideLabs.EventBus.Settings;
using InsideLabs.EventBus.Subscriptions;

namespace InsideLabs.EventBus.Conformance;

/// <summary>A store with its clock, and short ways to do what almost every test does with it.</summary>
public sealed class StoreUnderTest(
    ISubscriptionStore subscriptions,
    IDeliveryStore deliveries,
    IReferenceStore references,
    ISettingsStore settings,
    VirtualClock time,
    Func<ValueTask>? dispose = null) : IAsyncDisposable
{
    /// <summary>How long every attempt of <see cref="SettleAsync"/> takes.</summary>
    public static readonly TimeSpan AttemptDuration = TimeSpan.FromMilliseconds(12);

    public ISubscriptionStore Subscriptions { get; } = subscriptions ?? throw new ArgumentNullException(nameof(subscriptions));

    public IDeliveryStore Deliveries { get; } = deliveries ?? throw new ArgumentNullException(nameof(deliveries));

    public IReferenceStore References { get; } = references ?? throw new ArgumentNullException(nameof(references));

    public ISettingsStore Settings { get; } = settings ?? throw new ArgumentNullException(nameof(settings));

    public VirtualClock Time { get; } = time ?? throw new ArgumentNullException(nameof(time));

    public DateTimeOffset Now => Time.GetUtcNow();

    public async Task<long> VersionAsync() => (await Subscriptions.ReadChangesAsync(0, CancellationToken.None)).Version;

    public ValueTask<long?> SaveAsync(Subscription state, long expectedVersion, QueueEffect effect = QueueEffect.None) =>
        Subscriptions.SaveAsync(new SubscriptionWrite(state.Id, state, expectedVersion, effect), CancellationToken.None);

    /// <summary>Creates a subscription and answers it as stored.</summary>
    public async Task<Subscription> SubscribeAsync(Subscription? state = null)
    {
        state ??= TestData.Subscription();
        var version = await SaveAsync(state, expectedVersion: 0);
        version.Should().NotBeNull("the subscription is new");
        return state with { Version = version!.Value };
    }

    /// <summary>Pauses a subscription and holds its deliveries.</summary>
    public Task<Subscription> PauseAsync(Subscription current) => ChangeStatusAsync(current, SubscriptionStatus.Paused, QueueEffect.Hold);

    /// <summary>Resumes a subscription and releases its deliveries.</summary>
    public Task<Subscription> ResumeAsync(Subscription current) => ChangeStatusAsync(current, SubscriptionStatus.Active, QueueEffect.Release);

    /// <summary>Deletes a subscription and cancels its deliveries.</summary>
    public async Task DeleteAsync(Subscription current) => (await Subscriptions.SaveAsync(
        new SubscriptionWrite(current.Id, State: null, current.Version, QueueEffect.Cancel), CancellationToken.None)).Should().NotBeNull();

    /// <summary>Commits with a match that is up to date.</summary>
    public async Task<CommitResult> CommitAsync(params NewOccurrence[] items) =>
        await Deliveries.CommitAsync(new OccurrenceCommit(await VersionAsync(), items), CancellationToken.None);

    /// <summary>Commits one new event for every subscription named and answers the ids of its deliveries.</summary>
    public async Task<IReadOnlyList<Guid>> EnqueueAsync(DateTimeOffset dueAt, params Subscription[] subscriptions)
    {
        var item = new NewOccurrence(TestData.Event(recordedAt: Now), [.. subscriptions.Select(s => TestData.Delivery(s, dueAt))]);
        (await CommitAsync(item)).Receipts.Should().Equal(new CommitReceipt(subscriptions.Length, IsDuplicate: false));
        return [.. item.Deliveries.Select(d => d.Id)];
    }

    /// <summary>Commits a number of events for one subscription, all due now, and answers the ids of their deliveries in order.</summary>
    public async Task<IReadOnlyList<Guid>> EnqueueManyAsync(Subscription subscription, int count)
    {
        NewOccurrence[] items =
            [.. Enumerable.Range(0, count).Select(_ => new NewOccurrence(TestData.Event(recordedAt: Now), [TestData.Delivery(subscription, Now)]))];
        (await CommitAsync(items)).Receipts.Should().HaveCount(count);
        return [.. items.Select(i => i.Deliveries[0].Id)];
    }

    public ValueTask<ClaimResult> ClaimAsync(int max = 100, int maxPerSubscription = 100) =>
        Deliveries.ClaimAsync(new ClaimRequest(Now, max, maxPerSubscription), CancellationToken.None);

    /// <summary>Claims what must be exactly one delivery.</summary>
    public async Task<ClaimedDelivery> ClaimOneAsync() => (await ClaimAsync()).Deliveries.Should().ContainSingle().Subject;

    /// <summary>Commits one event for a subscription, due now, and claims its delivery.</summary>
    public async Task<ClaimedDelivery> EnqueueAndClaimAsync(Subscription subscription)
    {
        var id = (await EnqueueAsync(Now, subscription))[0];
        return (await ClaimAsync()).Deliveries.Should().ContainSingle(d => d.Id == id).Subject;
    }

    /// <summary>Makes an attempt that takes <see cref="AttemptDuration"/> and settles it: delivered, dead, or due again at an instant.</summary>
    public async Task<bool> SettleAsync(ClaimedDelivery claim, DeliveryStatus status, DateTimeOffset dueAt = default, string? code = null)
    {
        var settlement = TestData.Settlement(claim, status, Now, dueAt, code);
        Time.Advance(AttemptDuration);
        return (await Deliveries.SettleAsync(settlement, CancellationToken.None)).IsStored;
    }

    /// <summary>Gets a delivery that must exist.</summary>
    public async Task<Delivery> FindAsync(Guid deliveryId) =>
        (await Deliveries.FindDeliveryAsync(deliveryId, CancellationToken.None)).Should().NotBeNull().And.Subject.As<Delivery>();

    public ValueTask<IReadOnlyList<DeliveryAttempt>> AttemptsAsync(Guid deliveryId) =>
        Deliveries.ListAttemptsAsync(new AttemptFilter { DeliveryId = deliveryId }, CancellationToken.None);

    public ValueTask<DeliveryStats> StatsAsync() => Deliveries.GetStatsAsync(CancellationToken.None);

    public ValueTask DisposeAsync() => dispose?.Invoke() ?? ValueTask.CompletedTask;

    private async Task<Subscription> ChangeStatusAsync(Subscription current, SubscriptionStatus status, QueueEffect effect)
    {
        var state = current with { Status = status, UpdatedAt = Now };
        var version = await SaveAsync(state, current.Version, effect);
        version.Should().NotBeNull("the version is the current one");
        return state with { Version = version!.Value };
    }
}
