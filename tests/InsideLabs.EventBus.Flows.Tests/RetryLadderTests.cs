using InsideLabs.EventBus.Adapters;
using InsideLabs.EventBus.Deliveries;
using InsideLabs.EventBus.Errors;
using InsideLabs.EventBus.Subscriptions;
using InsideLabs.EventBus.Testing;

namespace InsideLabs.EventBus.Flows.Tests;

public sealed class RetryLadderTests : Flow
{
    private static readonly DeliveryResult Fails = DeliveryResult.Retry(ErrorCodes.Http5xx, statusCode: 500);

    [Theory]
    [MemberData(nameof(Stores))]
    public async Task The_default_ladder_takes_three_days_and_each_step_is_within_a_fifth_of_its_delay(string store)
    {
        await using var host = await StartAsync(store);
        await host.SubscribeAsync(EventType);
        host.Adapter.Answers.Always(Fails);

        var receipt = await PublishAsync(host);
        var dead = await host.Probe(receipt.EventId).WhenDeadAsync();

        dead.LastError.Should().Be(ErrorCodes.AttemptsExhausted);
        var instants = host.Adapter.Sends.Select(s => s.At).ToList();
        var delays = instants.Skip(1).Zip(instants, (later, earlier) => later - earlier).ToList();
        delays.Should().HaveCount(RetryLadder.Default.Delays.Length);
        foreach (var (actual, expected) in delays.Zip(RetryLadder.Default.Delays))
        {
            (actual / expected).Should().BeInRange(1 - RetryLadder.Jitter, 1 + RetryLadder.Jitter);
        }

        (instants[^1] - instants[0]).Should().BeGreaterThan(TimeSpan.FromDays(2.5)).And.BeLessThan(TimeSpan.FromDays(4));
        var attempts = await host.Probe(receipt.EventId).AttemptsAsync();
        attempts.Select(a => a.Number).Order().Should().Equal(Enumerable.Range(1, 10));
    }

    [Theory]
    [MemberData(nameof(Stores))]
    public async Task A_subscription_with_delays_of_its_own_follows_them(string store)
    {
        await using var host = await StartAsync(store);
        await host.SubscribeAsync(EventType, d => d.RetryDelays = [60, 0, 3600]);
        host.Adapter.Answers.Always(Fails);

        var receipt = await PublishAsync(host);
        await host.Probe(receipt.EventId).WhenDeadAsync();

        var instants = host.Adapter.Sends.Select(s => s.At).ToList();
        instants.Should().HaveCount(4);
        (instants[1] - instants[0]).TotalSeconds.Should().BeInRange(48, 72);
        (instants[2] - instants[1]).TotalSeconds.Should().BeInRange(0, 0.001);
        (instants[3] - instants[2]).TotalMinutes.Should().BeInRange(48, 72);
    }

    [Theory]
    [MemberData(nameof(Stores))]
    public async Task An_attempt_that_hangs_ends_after_its_time_and_is_tried_again(string store)
    {
        await using var host = await StartAsync(store);
        await host.SubscribeAsync(EventType);
        host.Adapter.Answers.Next(ScriptedAnswer.Hang);

        var receipt = await PublishAsync(host);
        await host.Probe(receipt.EventId).WhenDeliveredAsync();

        var attempts = (await host.Probe(receipt.EventId).AttemptsAsync()).OrderBy(a => a.Number).ToList();
        attempts.Select(a => a.Code).Should().Equal(ErrorCodes.Timeout, null);
        attempts[0].Duration.Should().Be(TimeSpan.FromSeconds(30));
    }

    [Theory]
    [MemberData(nameof(Stores))]
    public async Task A_receiver_that_asks_for_time_gets_it_but_no_more_than_a_day_and_never_less_than_the_ladder(string store)
    {
        await using var host = await StartAsync(store);
        await host.SubscribeAsync(EventType, d => d.RetryDelays = [60, 60, 60, 60, 60]);
        host.Adapter.Answers.Next(Asks(TimeSpan.FromHours(2)), Asks(TimeSpan.FromSeconds(1)), Asks(TimeSpan.MaxValue), Asks(TimeSpan.MinValue));

        var receipt = await PublishAsync(host);
        await host.Probe(receipt.EventId).WhenDeliveredAsync();

        var instants = host.Adapter.Sends.Select(s => s.At).ToList();
        (instants[1] - instants[0]).Should().Be(TimeSpan.FromHours(2));
        (instants[2] - instants[1]).TotalSeconds.Should().BeInRange(48, 72);
        (instants[3] - instants[2]).Should().Be(TimeSpan.FromHours(24));
        (instants[4] - instants[3]).TotalSeconds.Should().BeInRange(48, 72);
    }

    [Theory]
    [MemberData(nameof(Stores))]
    public async Task A_retry_that_falls_outside_the_windows_waits_for_the_next_one(string store)
    {
        await using var host = await StartAsync(store, at: "2026-01-05T16:59:30Z");
        var schedule = Window("UTC", [1, 2, 3, 4, 5], "09:00", "17:00");
        await host.SubscribeAsync(EventType, d => (d.RetryDelays, d.DeliverySchedule) = ([300], schedule));
        host.Adapter.Answers.Next(Fails);

        var receipt = await PublishAsync(host);
        await host.WhenIdleAsync();
        var waiting = await host.Probe(receipt.EventId).DeliveryAsync();
        await host.Probe(receipt.EventId).WhenDeliveredAsync();

        waiting.NextAttempt.Should().Be(At("2026-01-06T09:00:00Z"));
        waiting.Attempts.Should().Be(1);
        host.Adapter.Sends.Select(s => s.At).Should().Equal(At("2026-01-05T16:59:30Z"), At("2026-01-06T09:00:00Z"));
    }

    [Theory]
    [MemberData(nameof(Stores))]
    public async Task A_wait_that_the_receiver_asked_for_is_moved_into_a_window_too(string store)
    {
        await using var host = await StartAsync(store, at: "2026-01-05T12:00:00Z");
        await host.SubscribeAsync(EventType, d => d.DeliverySchedule = Window("UTC", [1, 2, 3, 4, 5], "09:00", "17:00"));
        host.Adapter.Answers.Next(Asks(TimeSpan.FromHours(6)));

        var receipt = await PublishAsync(host);
        await host.Probe(receipt.EventId).WhenDeliveredAsync();

        host.Adapter.Sends[1].At.Should().Be(At("2026-01-06T09:00:00Z"));
    }

    private static DeliveryResult Asks(TimeSpan retryAfter) => DeliveryResult.Retry(ErrorCodes.Http429, statusCode: 429, retryAfter: retryAfter);
}
