using InsideLabs.EventBus.Adapters;
using InsideLabs.EventBus.Deliveries;
using InsideLabs.EventBus.Errors;
using InsideLabs.EventBus.Testing;

namespace InsideLabs.EventBus.Flows.Tests;

public sealed class RetentionTests : Flow
{
    [Theory]
    [MemberData(nameof(Stores))]
    public async Task Deliveries_stay_for_thirty_days_and_attempts_for_ninety(string store)
    {
        await using var host = await StartAsync(store);
        await host.SubscribeAsync(EventType);
        var receipt = await PublishAsync(host);
        await host.AdvanceAsync(TimeSpan.FromDays(29.9));
        var (deliveries, attempts) = await CountAsync(host);
        await host.AdvanceAsync(TimeSpan.FromDays(0.2));
        var later = await CountAsync(host);
        await host.AdvanceAsync(TimeSpan.FromDays(59.7));
        var muchLater = await CountAsync(host);
        await host.AdvanceAsync(TimeSpan.FromDays(0.3));

        (deliveries, attempts).Should().Be((1, 1));
        later.Should().Be((0, 1));
        muchLater.Should().Be((0, 1));
        (await CountAsync(host)).Should().Be((0, 0));
        (await RepublishAsync(host, receipt.EventId)).Duplicate.Should().BeTrue(because: "what was published stays known");
    }

    [Theory]
    [MemberData(nameof(Stores))]
    public async Task What_is_dead_or_waits_stays(string store)
    {
        await using var host = await StartAsync(store);
        await host.SubscribeAsync(EventType, d => d.RetryDelays = []);
        var paused = await host.SubscribeAsync("shop.order.paid");
        host.Adapter.Answers.Always(DeliveryResult.Retry(ErrorCodes.Http4xx, statusCode: 404));
        await PublishAsync(host);
        await host.WhenIdleAsync();
        host.Adapter.Hold();
        await PublishAsync(host, "shop.order.paid");
        await host.Subscriptions.PauseAsync(paused.Id);
        host.Adapter.Release();

        await host.AdvanceAsync(TimeSpan.FromDays(400));

        (await host.Queue.ListAsync()).Select(d => d.Status).Should().BeEquivalentTo([DeliveryStatus.Dead, DeliveryStatus.Scheduled]);
    }

    [Theory]
    [MemberData(nameof(Stores))]
    public async Task Other_times_and_for_ever_are_options(string store)
    {
        await using var host = await StartAsync(store, options: o => (o.KeepDeliveries, o.KeepAttempts) = (null, TimeSpan.FromHours(5)));
        await host.SubscribeAsync(EventType);
        await PublishAsync(host);

        await host.AdvanceAsync(TimeSpan.FromDays(200));

        (await CountAsync(host)).Should().Be((1, 0));
    }

    [Theory]
    [MemberData(nameof(Stores))]
    public async Task A_clock_that_jumps_ten_years_ahead_does_not_cost_the_history_at_once(string store)
    {
        await using var host = await StartWithHistoryAsync(store);
        host.Clock.JumpTo(host.Clock.GetUtcNow().AddYears(10));
        await host.AdvanceAsync(TimeSpan.FromHours(3));
        var (deliveries, attempts) = await CountAsync(host);
        await host.AdvanceAsync(TimeSpan.FromHours(24));

        deliveries.Should().BeInRange(14, 19, "each hour costs a day of history");
        attempts.Should().BeInRange(14, 19);
        (await CountAsync(host)).Should().Be((0, 0), "the time is what the clock says");
    }

    [Theory]
    [MemberData(nameof(Stores))]
    public async Task A_restart_after_such_a_jump_does_not_either(string store)
    {
        await using var host = await StartWithHistoryAsync(store);
        host.Clock.JumpTo(host.Clock.GetUtcNow().AddYears(10));
        if (store == "sqlite")
        {
            await host.RestartAsync();
        }

        await host.AdvanceAsync(TimeSpan.FromMinutes(30));

        (await CountAsync(host)).Deliveries.Should().BeInRange(18, 19);
    }

    /// <summary>A host that delivered once on each of twenty days.</summary>
    private async Task<EventBusTestHost> StartWithHistoryAsync(string store)
    {
        var host = await StartAsync(store);
        await host.SubscribeAsync(EventType);
        for (var day = 0; day < 20; day++)
        {
            await PublishAsync(host);
            await host.AdvanceAsync(TimeSpan.FromDays(1));
        }

        return host;
    }

    private static async Task<(int Deliveries, int Attempts)> CountAsync(EventBusTestHost host) =>
        ((await host.Queue.ListAsync()).Count, (await host.Queue.ListAttemptsAsync()).Count);

    private static async Task<PublishReceipt> RepublishAsync(EventBusTestHost host, string id) =>
        await host.Publisher.PublishAsync(new NewEvent { EventType = EventType, EventId = id, Payload = "{}"u8.ToArray() });
}
