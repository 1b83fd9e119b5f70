using InsideLabs.EventBus.Adapters;
using InsideLabs.EventBus.Conformance.Hosting;
using InsideLabs.EventBus.Deliveries;
using InsideLabs.EventBus.Errors;
using InsideLabs.EventBus.InMemory;
using InsideLabs.EventBus.Occurrences;
using Microsoft.Extensions.DependencyInjection;

namespace InsideLabs.EventBus.Tests.Dispatching;

public sealed class StoreFailureTests
{
    [Fact]
    public async Task While_an_outcome_cannot_be_stored_nothing_more_is_claimed()
    {
        var failing = new FailingStore();
        await using var host = await StartAsync(failing);
        await host.SubscribeAsync("s", "shop.*");
        failing.FailSettle = true;
        await host.Publisher.PublishAsync(SampleEvents.OrderPlaced, SampleEvents.Order("first"));
        await host.Time.WhenTimerIsSetAsync(host.Time.GetUtcNow() + TimeSpan.FromSeconds(1)).WaitAsync(BusHost.Patience);

        await host.Publisher.PublishAsync(SampleEvents.OrderPlaced, SampleEvents.Order("second"));
        await TurnToTheNextTryAsync(host);
        await failing.SettleFailed.Task.WaitAsync(BusHost.Patience);
        var sentWhileFailing = host.Adapter.Sent.Count;
        failing.FailSettle = false;
        await TurnToTheNextTryAsync(host);
        await host.IdleAsync();

        async Task TurnToTheNextTryAsync(BusHost bus)
        {
            await bus.Time.WhenTimerIsSetAsync(bus.Time.GetUtcNow() + TimeSpan.FromSeconds(1)).WaitAsync(BusHost.Patience);
            failing.ResetSignal();
            bus.Time.Advance(TimeSpan.FromSeconds(1));
        }

        sentWhileFailing.Should().Be(1, "a store that takes no outcome must not cause redeliveries");
        host.Adapter.Sent.Should().HaveCount(2);
        (await host.Deliveries.GetStatsAsync(default)).Completed.Should().Be(2);
    }

    [Fact]
    public async Task Claiming_goes_on_when_the_store_answers_again()
    {
        var failing = new FailingStore();
        await using var host = await StartAsync(failing);
        await host.SubscribeAsync("s", "shop.*");
        failing.FailClaim = true;
        await host.Publisher.PublishAsync(SampleEvents.OrderPlaced, SampleEvents.Order());
        await host.IdleAsync();

        failing.FailClaim = false;
        await host.AdvanceAsync(TimeSpan.FromSeconds(1));

        host.Adapter.Sent.Should().ContainSingle();
        host.Logs.Entries.Should().Contain(e => e.Id == 3002);
    }

    [Fact]
    public async Task A_failed_commit_is_a_typed_error_and_the_same_id_may_be_published_again()
    {
        var failing = new FailingStore { FailCommit = true };
        await using var host = await StartAsync(failing);

        var publish = async () => await host.Publisher.PublishAsync(SampleEvents.Raw("shop.cart.changed", "{}", "x"));
        await publish.Should().ThrowAsync<EventBusStoreException>();
        failing.FailCommit = false;
        var receipt = await host.Publisher.PublishAsync(SampleEvents.Raw("shop.cart.changed", "{}", "x"));

        receipt.Should().Be(new PublishReceipt("x", 0, false));
    }

    [Fact]
    public async Task A_late_settlement_is_recorded_as_stale_and_changes_nothing()
    {
        var failing = new FailingStore();
        await using var host = await StartAsync(failing);
        var answer = new TaskCompletionSource<DeliveryResult>();
        host.Adapter.Answer = (_, _) => new ValueTask<DeliveryResult>(answer.Task);
        await host.SubscribeAsync("s", "shop.*");
        await host.Publisher.PublishAsync(SampleEvents.OrderPlaced, SampleEvents.Order());
        await host.Adapter.NextAsync();
        var claimed = failing.Claimed.Single();
        (await failing.ReleaseAsync(claimed.Id, claimed.ClaimNo, default)).Should().BeTrue();

        answer.SetResult(DeliveryResult.Rejected("any"));
        await host.IdleAsync();

        (await host.Deliveries.ListAttemptsAsync(new AttemptFilter { Outcome = AttemptOutcome.Stale }, default)).Should().ContainSingle();
        host.Logs.Entries.Should().Contain(e => e.Id == 3005);
    }

    private static Task<BusHost> StartAsync(FailingStore store) => BusHost.StartAsync(b =>
    {
        b.AddDomain().UseInMemoryStore();
        b.Services.AddSingleton<IDeliveryStore>(sp => store.Around(sp.GetRequiredService<InMemoryStore>()));
        b.Services.Remove(b.Services.First(s => s.ServiceType == typeof(IDeliveryStore)));
    });

    /// <summary>The in-memory store, failing where a test says so.</summary>
    private sealed class FailingStore : IDeliveryStore
    {
        private readonly List<ClaimedDelivery> _claimed = [];
        private IDeliveryStore _inner = null!;

        public bool FailSettle { get; set; }

        public bool FailClaim { get; set; }

        public bool FailCommit { get; set; }

        public TaskCompletionSource SettleFailed { get; private set; } = new();

        public IReadOnlyList<ClaimedDelivery> Claimed => _claimed;

        public Durability Durability => _inner.Durability;

        public FailingStore Around(IDeliveryStore inner)
        {
            _inner = inner;
            return this;
        }

        public void ResetSignal() => SettleFailed = new TaskCompletionSource();

        public ValueTask<CommitResult> CommitAsync(OccurrenceCommit commit, CancellationToken cancellationToken) =>
            FailCommit ? throw Failure() : _inner.CommitAsync(commit, cancellationToken);

        public async ValueTask<ClaimResult> ClaimAsync(ClaimRequest request, CancellationToken cancellationToken)
        {
            var result = FailClaim ? throw Failure() : await _inner.ClaimAsync(request, cancellationToken);
            _claimed.AddRange(result.Deliveries);
            return result;
        }

        public ValueTask<bool> SettleAsync(Settlement settlement, CancellationToken cancellationToken)
        {
            if (!FailSettle)
            {
                return _inner.SettleAsync(settlement, cancellationToken);
            }

            SettleFailed.TrySetResult();
            throw Failure();
        }

        public ValueTask<bool> ReleaseAsync(Guid deliveryId, long claimNo, CancellationToken cancellationToken) =>
            _inner.ReleaseAsync(deliveryId, claimNo, cancellationToken);

        public ValueTask<RestartResult> RestartAsync(
            Guid deliveryId, DateTimeOffset retryAt, DateTimeOffset dueAt, CancellationToken cancellationToken) =>
            _inner.RestartAsync(deliveryId, retryAt, dueAt, cancellationToken);

        public ValueTask<CancelResult> CancelAsync(Guid deliveryId, CancellationToken cancellationToken) =>
            _inner.CancelAsync(deliveryId, cancellationToken);

        public ValueTask<int> PurgeAsync(DeliveryStatus status, DateTimeOffset completedBefore, int max, CancellationToken cancellationToken) =>
            _inner.PurgeAsync(status, completedBefore, max, cancellationToken);

        public ValueTask<Occurrence?> FindOccurrenceAsync(string id, CancellationToken cancellationToken) =>
            _inner.FindOccurrenceAsync(id, cancellationToken);

        public ValueTask<Delivery?> FindDeliveryAsync(Guid id, CancellationToken cancellationToken) =>
            _inner.FindDeliveryAsync(id, cancellationToken);

        public ValueTask<IReadOnlyList<Delivery>> ListDeliveriesAsync(DeliveryFilter filter, CancellationToken cancellationToken) =>
            _inner.ListDeliveriesAsync(filter, cancellationToken);

        public ValueTask<IReadOnlyList<DeliveryAttempt>> ListAttemptsAsync(AttemptFilter filter, CancellationToken cancellationToken) =>
            _inner.ListAttemptsAsync(filter, cancellationToken);

        public ValueTask<DeliveryStats> GetStatsAsync(CancellationToken cancellationToken) => _inner.GetStatsAsync(cancellationToken);

        private static EventBusStoreException Failure() => new(ErrorCodes.StoreUnavailable, "The test says no.");
    }
}
