using InsideLabs.EventBus.Subscriptions;

namespace InsideLabs.EventBus.Conformance.Subscriptions;

/// <summary>Delivery schedules come back as they were stored. No store judges them.</summary>
public abstract class SubscriptionScheduleConformance : StoreConformance
{
    private static readonly DayOfWeek[] Weekdays =
        [DayOfWeek.Monday, DayOfWeek.Tuesday, DayOfWeek.Wednesday, DayOfWeek.Thursday, DayOfWeek.Friday];

    public static TheoryData<string> Names => [.. Schedules.Keys];

    private static Dictionary<string, DeliverySchedule> Schedules { get; } = new(StringComparer.Ordinal)
    {
        ["usual"] = new("America/New_York", [Window(Weekdays, 9 * 60, 17 * 60)]),
        ["several windows, their order kept"] = new(
            "Europe/Berlin", [Window([DayOfWeek.Saturday], 22 * 60, 6 * 60), Window([DayOfWeek.Sunday], 0, 24 * 60), Window(Weekdays, 1, 1439)]),
        ["until midnight and into the next day"] = new("Asia/Kathmandu", [Window([DayOfWeek.Saturday], 1439, 24 * 60), Window([DayOfWeek.Friday], 1439, 0)]),
        ["the same window twice"] = new("UTC", [Window(Weekdays, 60, 120), Window(Weekdays, 60, 120)]),
        ["a hundred windows"] = new("UTC", Enumerable.Range(0, 100).Select(i => Window([(DayOfWeek)(i % 7)], i, i + 1))),
        ["a zone that nobody knows"] = new("Mars/Olympus \"Mons\" ü", [Window(Weekdays, 0, 60)]),
        ["a zone without a name"] = new(string.Empty, [Window(Weekdays, 0, 60)]),
        ["no windows"] = new("UTC", []),
        ["a window that never opens"] = new("UTC", [Window(Weekdays, 60, 60)]),
        ["a window without days"] = new("UTC", [Window([], 60, 120)]),
    };

    [Theory]
    [MemberData(nameof(Names))]
    public async Task A_schedule_comes_back_as_it_was_stored(string name)
    {
        var subscription = await Store.SubscribeAsync(TestData.Subscription() with { DeliverySchedule = Schedules[name] });

        (await Store.Subscriptions.FindAsync(subscription.Id, CancellationToken.None)).ShouldBe(subscription);
        (await Store.Subscriptions.ListAsync(SubscriptionFilter.All, CancellationToken.None)).Should().ContainSingle().Which.ShouldBe(subscription);
        (await Store.Subscriptions.ReadChangesAsync(0, CancellationToken.None)).Items.Should().ContainSingle().Which.State.ShouldBe(subscription);
    }

    [Fact]
    public async Task A_schedule_is_replaced_and_cleared()
    {
        var subscription = await Store.SubscribeAsync(TestData.Subscription() with { DeliverySchedule = Schedules["usual"] });

        foreach (var schedule in new[] { Schedules["no windows"], null, Schedules["a hundred windows"] })
        {
            subscription = subscription with { DeliverySchedule = schedule };
            subscription = subscription with { Version = (await Store.SaveAsync(subscription, subscription.Version, QueueEffect.None))!.Value };
            (await Store.Subscriptions.FindAsync(subscription.Id, CancellationToken.None)).ShouldBe(subscription);
        }
    }

    [Fact]
    public async Task A_subscription_that_is_created_again_has_no_schedule_left()
    {
        var subscription = await Store.SubscribeAsync(TestData.Subscription() with { DeliverySchedule = Schedules["usual"] });
        await Store.DeleteAsync(subscription);

        await Store.SubscribeAsync(subscription with { Version = 0, DeliverySchedule = null });

        (await Store.Subscriptions.FindAsync(subscription.Id, CancellationToken.None))!.DeliverySchedule.Should().BeNull();
    }

    private static DeliveryWindow Window(IEnumerable<DayOfWeek> days, int start, int end) =>
        new(days, TimeSpan.FromMinutes(start), TimeSpan.FromMinutes(end));
}
