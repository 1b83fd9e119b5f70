using InsideLabs.EventBus.Adapters;
using InsideLabs.EventBus.Deliveries;
using InsideLabs.EventBus.Diagnostics;
using InsideLabs.EventBus.Errors;
using InsideLabs.EventBus.Subscriptions;
using InsideLabs.EventBus.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace InsideLabs.EventBus.Flows.Tests;

public sealed class WindowTests : Flow
{
    private static readonly int[] EveryDay = [0, 1, 2, 3, 4, 5, 6];

    private static readonly int[] Weekdays = [1, 2, 3, 4, 5];

    /// <summary>A Friday evening in New York, and the instant of Monday 09:00 there: the clocks change in between.</summary>
    public static TheoryData<string, string, string> Weekends => new()
    {
        { "memory", "2026-03-06T22:30:00Z", "2026-03-09T13:00:00Z" },
        { "sqlite", "2026-03-06T22:30:00Z", "2026-03-09T13:00:00Z" },
        { "memory", "2026-10-30T21:30:00Z", "2026-11-02T14:00:00Z" },
        { "sqlite", "2026-10-30T21:30:00Z", "2026-11-02T14:00:00Z" },
    };

    [Theory]
    [MemberData(nameof(Weekends))]
    public async Task What_is_queued_on_friday_evening_arrives_on_monday_at_nine_local_time(string store, string friday, string monday)
    {
        await using var host = await StartAsync(store, friday);
        await host.SubscribeAsync(EventType, d => d.DeliverySchedule = Window("America/New_York", Weekdays, "09:00", "17:00"));

        var receipt = await PublishAsync(host);
        await host.WhenIdleAsync();
        var waiting = await host.Probe(receipt.EventId).DeliveryAsync();
        var delivered = await host.Probe(receipt.EventId).WhenDeliveredAsync();

        (waiting.NextAttempt, waiting.Attempts).Should().Be((At(monday), 0));
        host.Adapter.Sends.Should().ContainSingle().Which.At.Should().Be(At(monday));
        (delivered.Attempts, delivered.Failures).Should().Be((1, 0));
    }

    [Theory]
    [MemberData(nameof(Stores))]
    public async Task A_year_of_daily_windows_delivers_each_day_in_each_window(string store)
    {
        const int subscriptions = 100;
        await using var host = await StartAsync(store, at: "2026-01-01T00:00:00Z");
        for (var i = 0; i < subscriptions; i++)
        {
            // One minute of the day each, so that nothing can be right by chance.
            var (hour, minute) = (6 + (i / 10), i % 10 * 6);
            var schedule = Window("Europe/Berlin", EveryDay, $"{hour:00}:{minute:00}", $"{hour:00}:{minute + 1:00}");
            await host.SubscribeAsync(EventType, d => (d.DeliverySchedule, d.Labels) = (schedule, [$"{hour:00} {minute:00}"]));
        }

        for (var day = 0; day < 365; day++)
        {
            await PublishAsync(host);
            await host.AdvanceAsync(TimeSpan.FromDays(1));
        }

        var berlin = TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin");
        var sends = host.Adapter.Sends;
        sends.Should().HaveCount(subscriptions * 365);
        sends.Should().OnlyContain(s => s.Attempt == 1);
        foreach (var send in sends)
        {
            TimeZoneInfo.ConvertTime(send.At, berlin).ToString("HH mm ss", null).Should().Be(send.Subscription.Labels[0] + " 00");
        }

        (await host.Queue.GetStatsAsync()).Should().BeEquivalentTo(new { Pending = 0L, Retry = 0L, Processing = 0L, Failed = 0L });
    }

    [Theory]
    [MemberData(nameof(Stores))]
    public async Task A_new_schedule_plans_what_waits_anew_and_clearing_it_delivers_at_once(string store)
    {
        await using var host = await StartAsync(store, at: "2026-01-05T18:00:00Z");
        var subscription = await host.SubscribeAsync(EventType, d => d.DeliverySchedule = Window("UTC", Weekdays, "09:00", "17:00"));
        var receipt = await PublishAsync(host);
        await host.WhenIdleAsync();

        await host.Subscriptions.UpdateAsync(subscription.Id, new SubscriptionDraft { DeliverySchedule = Window("UTC", [3], "10:00", "11:00") });
        await host.WhenIdleAsync();
        var moved = await host.Probe(receipt.EventId).DeliveryAsync();
        await host.Subscriptions.UpdateAsync(subscription.Id, new SubscriptionDraft { DeliverySchedule = null });
        await host.WhenIdleAsync();

        moved.NextAttempt.Should().Be(At("2026-01-07T10:00:00Z"));
        host.Adapter.Sends.Should().ContainSingle().Which.At.Should().Be(At("2026-01-05T18:00:00Z"));
        (await host.Probe(receipt.EventId).DeliveryAsync()).Status.Should().Be(DeliveryStatus.Delivered);
    }

    [Theory]
    [MemberData(nameof(Stores))]
    public async Task A_retry_is_planned_anew_from_its_place_in_the_ladder(string store)
    {
        await using var host = await StartAsync(store, at: "2026-01-05T12:00:00Z");
        var subscription = await host.SubscribeAsync(EventType, d => d.RetryDelays = [7200]);
        host.Adapter.Answers.Next(DeliveryResult.Retry(ErrorCodes.Http4xx, statusCode: 400));
        var receipt = await PublishAsync(host);
        await host.WhenIdleAsync();
        var ladder = (await host.Probe(receipt.EventId).DeliveryAsync()).NextAttempt;

        await host.Subscriptions.UpdateAsync(subscription.Id, new SubscriptionDraft { DeliverySchedule = Window("UTC", [2], "00:00", "01:00") });
        var moved = (await host.Probe(receipt.EventId).DeliveryAsync()).NextAttempt;
        await host.Subscriptions.UpdateAsync(subscription.Id, new SubscriptionDraft { DeliverySchedule = null });
        var back = (await host.Probe(receipt.EventId).DeliveryAsync()).NextAttempt;

        moved.Should().Be(At("2026-01-06T00:00:00Z"));
        back.Should().Be(ladder);
    }

    [Theory]
    [MemberData(nameof(Stores))]
    public async Task What_was_claimed_when_its_window_closed_is_put_off_without_an_attempt(string store)
    {
        await using var host = await StartAsync(store, at: "2026-01-05T12:00:00Z", o => o.RunDispatcher = false);
        var subscription = await host.SubscribeAsync(EventType);
        var receipt = await PublishAsync(host);

        // Paused, so that the change of the schedule cannot be what moves it: it was due, and its window is closed now.
        await host.Subscriptions.PauseAsync(subscription.Id);
        await host.Subscriptions.UpdateAsync(subscription.Id, new SubscriptionDraft { DeliverySchedule = Window("UTC", [1], "12:00", "12:30") });
        await host.Subscriptions.ResumeAsync(subscription.Id);
        await host.AdvanceAsync(TimeSpan.FromMinutes(45));
        var processed = await host.Queue.ProcessAsync();

        (processed.Processed, processed.Deferred).Should().Be((1, 1));
        var waiting = await host.Probe(receipt.EventId).DeliveryAsync();
        (waiting.NextAttempt, waiting.Attempts, waiting.Status).Should().Be((At("2026-01-12T12:00:00Z"), 0, DeliveryStatus.Scheduled));
        host.Adapter.Sends.Should().BeEmpty();
    }

    [Theory]
    [MemberData(nameof(Stores))]
    public async Task A_delivery_that_is_retried_by_hand_waits_for_its_window(string store)
    {
        await using var host = await StartAsync(store, at: "2026-01-05T16:00:00Z");
        await host.SubscribeAsync(EventType, d => (d.RetryDelays, d.DeliverySchedule) = ([], Window("UTC", Weekdays, "09:00", "17:00")));
        host.Adapter.Answers.Next(DeliveryResult.Retry(ErrorCodes.Http5xx, statusCode: 500));
        var receipt = await PublishAsync(host);
        var dead = await host.Probe(receipt.EventId).WhenDeadAsync();
        await host.AdvanceToAsync(At("2026-01-05T20:00:00Z"));

        var restarted = await host.Queue.RetryAsync(dead.Id);
        await host.Probe(dead.Id).WhenDeliveredAsync();

        restarted.NextAttempt.Should().Be(At("2026-01-06T09:00:00Z"));
        host.Adapter.Sends[1].At.Should().Be(At("2026-01-06T09:00:00Z"));
    }

    [Theory]
    [MemberData(nameof(Stores))]
    public async Task The_preview_tells_when_deliveries_are_made(string store)
    {
        await using var host = await StartAsync(store, at: "2026-03-28T12:00:00Z");
        var subscription = await host.SubscribeAsync(EventType, d => d.DeliverySchedule = Window("Europe/Berlin", [0, 6], "01:30", "02:30"));
        var always = await host.SubscribeAsync(EventType);

        var openings = await host.Subscriptions.PreviewScheduleAsync(subscription.Id, from: null, count: 3);
        var open = await host.Subscriptions.PreviewScheduleAsync(subscription.Id, At("2026-04-04T00:00:00Z"), count: 1);

        openings.Should().Equal(
            new DeliveryOpening(At("2026-03-29T00:30:00Z"), At("2026-03-29T01:00:00Z")),
            new DeliveryOpening(At("2026-04-03T23:30:00Z"), At("2026-04-04T00:30:00Z")),
            new DeliveryOpening(At("2026-04-04T23:30:00Z"), At("2026-04-05T00:30:00Z")));
        open.Should().Equal(new DeliveryOpening(At("2026-04-04T00:00:00Z"), At("2026-04-04T00:30:00Z")));
        (await host.Subscriptions.PreviewScheduleAsync(always.Id)).Should().Equal(new DeliveryOpening(At("2026-03-28T12:00:00Z"), null));
    }

    [Theory]
    [MemberData(nameof(Stores))]
    public async Task A_preview_of_nobody_or_of_too_much_is_refused(string store)
    {
        await using var host = await StartAsync(store);
        var subscription = await host.SubscribeAsync(EventType);

        var nobody = async () => await host.Subscriptions.PreviewScheduleAsync(Guid.Empty);
        var none = async () => await host.Subscriptions.PreviewScheduleAsync(subscription.Id, count: 0);
        var many = async () => await host.Subscriptions.PreviewScheduleAsync(subscription.Id, count: 1001);

        await nobody.Should().ThrowAsync<EventBusNotFoundException>();
        (await none.Should().ThrowAsync<EventBusValidationException>()).Which.Code.Should().Be(ErrorCodes.ParameterInvalid);
        (await many.Should().ThrowAsync<EventBusValidationException>()).Which.Code.Should().Be(ErrorCodes.ParameterInvalid);
    }

    [Theory]
    [MemberData(nameof(Stores))]
    public async Task A_clock_that_was_set_ahead_is_noticed_soon(string store)
    {
        await using var host = await StartAsync(store, at: "2026-01-05T01:00:00Z", o => o.ClockCheckInterval = TimeSpan.FromSeconds(5));
        await host.SubscribeAsync(EventType, d => d.DeliverySchedule = Window("UTC", Weekdays, "09:00", "17:00"));
        await PublishAsync(host);
        await host.WhenIdleAsync();

        // A machine that slept: its clock went on, its timers did not.
        host.Clock.JumpTo(At("2026-01-05T09:30:00Z"));
        await host.AdvanceAsync(TimeSpan.FromSeconds(5));

        host.Adapter.Sends.Should().ContainSingle();
    }

    [Theory]
    [MemberData(nameof(Stores))]
    public async Task A_stored_zone_that_nobody_can_resolve_delivers_now_and_says_so(string store)
    {
        await using var host = await StartAsync(store, at: "2026-01-05T12:00:00Z");
        var subscription = await host.SubscribeAsync(EventType);
        await StoreAsync(host, subscription, new DeliverySchedule("Mars/Olympus_Mons", [new DeliveryWindow([DayOfWeek.Sunday], TimeSpan.Zero, TimeSpan.FromHours(1))]));

        var receipt = await PublishAsync(host);
        await host.WhenIdleAsync();

        var attempt = (await host.Probe(receipt.EventId).AttemptsAsync()).Should().ContainSingle().Subject;
        (attempt.Outcome, attempt.StartedAt).Should().Be((AttemptOutcome.Success, At("2026-01-05T12:00:00Z")));
        attempt.Warnings.Should().ContainSingle().Which.Should().Contain("'Mars/Olympus_Mons' cannot be resolved");
        host.Services.GetRequiredService<TimeZoneMonitor>().FindMissing().Should().Equal("Mars/Olympus_Mons");
        (await host.Subscriptions.PreviewScheduleAsync(subscription.Id)).Should().Equal(new DeliveryOpening(At("2026-01-05T12:00:00Z"), null));
    }

    [Theory]
    [MemberData(nameof(Stores))]
    public async Task A_stored_schedule_that_never_opens_holds_until_it_is_changed(string store)
    {
        await using var host = await StartAsync(store, at: "2026-01-05T12:00:00Z");
        var subscription = await host.SubscribeAsync(EventType);
        await StoreAsync(host, subscription, new DeliverySchedule("UTC", [new DeliveryWindow([DayOfWeek.Monday], TimeSpan.FromHours(9), TimeSpan.FromHours(9))]));

        var receipt = await PublishAsync(host);
        await host.AdvanceAsync(TimeSpan.FromDays(30));
        var waiting = await host.Probe(receipt.EventId).DeliveryAsync();
        var preview = await host.Subscriptions.PreviewScheduleAsync(subscription.Id);
        await host.Subscriptions.UpdateAsync(subscription.Id, new SubscriptionDraft { DeliverySchedule = null });
        await host.WhenIdleAsync();

        (waiting.Status, waiting.NextAttempt, waiting.Attempts).Should().Be((DeliveryStatus.Scheduled, DateTimeOffset.MaxValue, 0));
        preview.Should().BeEmpty();
        (await host.Probe(receipt.EventId).DeliveryAsync()).Status.Should().Be(DeliveryStatus.Delivered);
    }

    [Theory]
    [MemberData(nameof(Stores))]
    public async Task A_stored_schedule_without_windows_is_none(string store)
    {
        await using var host = await StartAsync(store);
        var subscription = await host.SubscribeAsync(EventType);
        await StoreAsync(host, subscription, new DeliverySchedule("UTC", []));

        var receipt = await PublishAsync(host);
        await host.WhenIdleAsync();

        var delivered = await host.Probe(receipt.EventId).DeliveryAsync();
        delivered.Status.Should().Be(DeliveryStatus.Delivered);
        (await host.Probe(receipt.EventId).AttemptsAsync())[0].Warnings.Should().BeEmpty();
    }

    /// <summary>Stores what no caller may write: as another version of the library, or another machine's time zones, may have left it.</summary>
    private static async Task StoreAsync(EventBusTestHost host, Subscription subscription, DeliverySchedule schedule)
    {
        var write = new SubscriptionWrite(subscription.Id, subscription with { DeliverySchedule = schedule }, subscription.Version, QueueEffect.None);
        (await host.Services.GetRequiredService<ISubscriptionStore>().SaveAsync(write, CancellationToken.None)).Should().NotBeNull();
    }
}
