using InsideLabs.EventBus.Adapters;
using InsideLabs.EventBus.Conformance.Hosting;
using InsideLabs.EventBus.Deliveries;
using InsideLabs.EventBus.Errors;
using InsideLabs.EventBus.InMemory;
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
}
