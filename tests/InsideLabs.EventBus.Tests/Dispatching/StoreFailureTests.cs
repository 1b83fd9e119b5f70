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
        await host.SubscribeAsync("shop.*");
        failing.FailSettle = true;
        await host.Publisher.PublishAsync(SampleEvents.OrderPlaced, SampleEvents.Order("first"));
        await host.Clock.WhenTimerIsSetAsync(host.Clock.GetUtcNow() + TimeSpan.FromSeconds(1)).WaitAsync(TestHosts.Patience);

        await host.Publisher.PublishAsync(SampleEvents.OrderPlaced, SampleEvents.Order("second"));
        await TurnToTheNextTryAsync(host);
        await failing.SettleFailed.Task.WaitAsync(TestHosts.Patience);
        var sentWhileFailing = host.Adapter.Sends.Count;
        failing.FailSettle = false;
        await TurnToTheNextTryAsync(host);
        await host.WhenIdleAsync();

        async Task TurnToTheNextTryAsync(EventBusTestHost bus)
        {
            await bus.Clock.WhenTimerIsSetAsync(bus.Clock.GetUtcNow() + TimeSpan.FromSeconds(1)).WaitAsync(TestHosts.Patience);
            failing.ResetSignal();
            bus.Clock.Advance(TimeSpan.FromSeconds(1));
        }

        sentWhileFailing.Should().Be(1, "a store that takes no outcome must not cause redeliveries");
        host.Adapter.Sends.Should().HaveCount(2);
        (await host.Queue.GetStatsAsync()).Completed.Should().Be(2);
    }

    [Fact]
    public async Task Claiming_goes_on_when_the_store_answers_again()
    {
        var failing = new FailingStore();
        await using var host = await StartAsync(failing);
        await host.SubscribeAsync("shop.*");
        failing.FailClaim = true;
        await host.Publisher.PublishAsync(SampleEvents.OrderPlaced, SampleEvents.Order());
        await host.WhenIdleAsync();

        failing.FailClaim = false;
        await host.AdvanceAsync(TimeSpan.FromSeconds(1));

        host.Adapter.Sends.Should().ContainSingle();
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
        host.Adapter.Answers.Always(DeliveryResult.Rejected("any"));
        host.Adapter.Hold();
        await host.SubscribeAsync("shop.*");
        await host.Publisher.PublishAsync(SampleEvents.OrderPlaced, SampleEvents.Order());
        await host.Adapter.WhenSendBeginsAsync();
        var claimed = failing.Claimed.Single();
        (await failing.ReleaseAsync(claimed.Id, claimed.ClaimNo, default)).Should().BeTrue();

        host.Adapter.Release();
        await host.WhenIdleAsync();

        (await host.Queue.ListAttemptsAsync(new AttemptFilter { Outcome = AttemptOutcome.Stale })).Should().ContainSingle();
        host.Logs.Entries.Should().Contain(e => e.Id == 3005);
    }

    private static Task<EventBusTestHost> StartAsync(FailingStore store) => EventBusTestHost.StartAsync(b =>
    {
        b.AddDomain().UseInMemoryStore().CaptureLogs();
        b.Services.AddSingleton<IDeliveryStore>(sp => store.Around(sp.GetRequiredService<InMemoryStore>()));
        b.Services.Remove(b.Services.First(s => s.ServiceType == typeof(IDeliveryStore)));
    });
}
