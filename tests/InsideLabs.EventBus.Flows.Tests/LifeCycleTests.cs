using InsideLabs.EventBus.Adapters;
using InsideLabs.EventBus.Deliveries;
using InsideLabs.EventBus.Errors;
using InsideLabs.EventBus.Events;
using InsideLabs.EventBus.Handlers;
using InsideLabs.EventBus.Subscriptions;
using InsideLabs.EventBus.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace InsideLabs.EventBus.Flows.Tests;

public sealed class LifeCycleTests : Flow
{
    private static readonly DeliveryResult Fails = DeliveryResult.Retry(ErrorCodes.Http4xx, statusCode: 404);

    [Theory]
    [MemberData(nameof(Stores))]
    public async Task Five_days_of_failure_with_twenty_attempts_disable_a_subscription_and_nothing_is_dropped(string store)
    {
        await using var host = await StartAsync(store);
        var subscription = await host.SubscribeAsync(EventType, d => d.RetryDelays = [.. Enumerable.Repeat(5 * 3600.0, 50)]);
        host.Adapter.Answers.Always(Fails);
        var start = host.Clock.GetUtcNow();
        var receipt = await PublishAsync(host);

        var disabled = await host.AdvanceUntilAsync(
            async () => (await host.Subscriptions.FindAsync(subscription.Id))!.Status == SubscriptionStatus.Disabled, TimeSpan.FromDays(20));

        disabled.Should().BeTrue(because: "it fails for longer than five days");
        var last = host.Adapter.Sends[^1];
        (last.At - start).Should().BeGreaterThanOrEqualTo(TimeSpan.FromHours(120)).And.BeLessThan(TimeSpan.FromHours(127));
        last.Attempt.Should().BeGreaterThanOrEqualTo(20);
        await host.AdvanceAsync(TimeSpan.FromDays(2));
        host.Adapter.Sends[^1].Should().BeSameAs(last, "a disabled subscription acts like a paused one");
        (await PublishAsync(host)).Deliveries.Should().Be(0);

        host.Adapter.Answers.Always(ScriptedAnswer.Delivered);
        await host.Subscriptions.ResumeAsync(subscription.Id);
        (await host.Probe(receipt.EventId).WhenDeliveredAsync()).Attempts.Should().Be(last.Attempt + 1);
    }

    [Theory]
    [MemberData(nameof(Stores))]
    public async Task Few_failures_over_a_long_time_disable_nothing_and_neither_do_many_over_a_short_one(string store)
    {
        await using var host = await StartAsync(store);
        var seldom = await host.SubscribeAsync(EventType, d => d.RetryDelays = [.. Enumerable.Repeat(86_400.0 * 3, 18)]);
        var often = await host.SubscribeAsync("shop.order.paid", d => d.RetryDelays = [.. Enumerable.Repeat(3600.0, 90)]);
        host.Adapter.Answers.Always(Fails);

        await PublishAsync(host);
        await PublishAsync(host, "shop.order.paid");
        await host.AdvanceAsync(TimeSpan.FromDays(80));

        host.Adapter.SendsTo(seldom).Should().HaveCount(19);
        host.Adapter.SendsTo(often).Should().HaveCount(91);
        (await host.Subscriptions.ListAsync()).Should().OnlyContain(s => s.Status == SubscriptionStatus.Active);
    }

    [Theory]
    [MemberData(nameof(Stores))]
    public async Task A_success_and_a_resume_begin_the_count_anew(string store)
    {
        await using var host = await StartAsync(store);
        var subscription = await host.SubscribeAsync(EventType, d => d.RetryDelays = [.. Enumerable.Repeat(5 * 3600.0, 90)]);
        host.Adapter.Answers.Next(Enumerable.Repeat<ScriptedAnswer>(Fails, 18));
        host.Adapter.Answers.Next(ScriptedAnswer.Delivered);
        host.Adapter.Answers.Always(Fails);

        await PublishAsync(host);
        await host.AdvanceUntilAsync(() => host.Adapter.Sends.Count == 19, TimeSpan.FromDays(10));
        await PublishAsync(host);
        await host.AdvanceAsync(TimeSpan.FromDays(4.5));
        var afterSuccess = await host.Subscriptions.FindAsync(subscription.Id);
        await host.Subscriptions.PauseAsync(subscription.Id);
        await host.Subscriptions.ResumeAsync(subscription.Id);
        await host.AdvanceAsync(TimeSpan.FromDays(4.5));
        var afterResume = await host.Subscriptions.FindAsync(subscription.Id);
        await host.AdvanceAsync(TimeSpan.FromDays(1));

        afterSuccess!.Status.Should().Be(SubscriptionStatus.Active);
        afterResume!.Status.Should().Be(SubscriptionStatus.Active);
        (await host.Subscriptions.FindAsync(subscription.Id))!.Status.Should().Be(SubscriptionStatus.Disabled);
    }

    [Theory]
    [MemberData(nameof(Stores))]
    public async Task A_handler_in_code_is_never_disabled(string store)
    {
        await using var host = await StartAsync(
            store, options: o => o.RetryDelays = new RetryLadder(Enumerable.Repeat(TimeSpan.FromHours(5), 40)), configure: b => b.AddHandler<EventEnvelope>(EventType, FailAsync, durable: "orders"));
        var receipt = await PublishAsync(host);

        await host.AdvanceAsync(TimeSpan.FromDays(20));

        (await host.Probe(receipt.EventId).DeliveryAsync()).Status.Should().Be(DeliveryStatus.Dead);
        (await host.Subscriptions.ListAsync()).Should().ContainSingle().Which.Status.Should().Be(SubscriptionStatus.Active);

        static ValueTask FailAsync(EventContext<EventEnvelope> context, CancellationToken cancellationToken) => throw new InvalidOperationException("It cannot be done.");
    }

    [Fact]
    public async Task The_count_survives_a_restart()
    {
        await using var host = await StartAsync("sqlite");
        var subscription = await host.SubscribeAsync(EventType, d => d.RetryDelays = [.. Enumerable.Repeat(5 * 3600.0, 90)]);
        host.Adapter.Answers.Always(Fails);
        await PublishAsync(host);

        for (var day = 0; day < 6; day++)
        {
            await host.AdvanceAsync(TimeSpan.FromDays(1));
            await host.RestartAsync();
        }

        (await host.Subscriptions.FindAsync(subscription.Id))!.Status.Should().Be(SubscriptionStatus.Disabled);
    }

    [Theory]
    [MemberData(nameof(Stores))]
    public async Task An_endpoint_that_is_gone_disables_and_its_dead_delivery_can_be_retried_after_a_resume(string store)
    {
        await using var host = await StartAsync(store);
        var subscription = await host.SubscribeAsync(EventType);
        host.Adapter.Answers.Next(DeliveryResult.Gone(ErrorCodes.EndpointGone, statusCode: 410));
        var receipt = await PublishAsync(host);
        var dead = await host.Probe(receipt.EventId).WhenDeadAsync();

        (await host.Subscriptions.FindAsync(subscription.Id))!.Status.Should().Be(SubscriptionStatus.Disabled);
        await host.Queue.RetryAsync(dead.Id);
        await host.AdvanceAsync(TimeSpan.FromDays(1));
        var held = await host.Probe(dead.Id).DeliveryAsync();
        await host.Subscriptions.ResumeAsync(subscription.Id);
        var delivered = await host.Probe(dead.Id).WhenDeliveredAsync();

        (held.Status, held.Attempts, held.Failures).Should().Be((DeliveryStatus.Scheduled, 1, 0));
        delivered.Attempts.Should().Be(2);
    }

    [Theory]
    [MemberData(nameof(Stores))]
    public async Task A_pause_holds_what_is_queued_matches_nothing_new_and_a_send_that_began_ends(string store)
    {
        await using var host = await StartAsync(store);
        var subscription = await host.SubscribeAsync(EventType, d => d.RetryDelays = [600]);
        host.Adapter.Answers.Next(Fails);
        var failed = await PublishAsync(host);
        await host.WhenIdleAsync();
        host.Adapter.Hold();
        var sending = await PublishAsync(host);
        await host.Adapter.WhenSendBeginsAsync();
        await host.WhenIdleAsync();

        await host.Subscriptions.PauseAsync(subscription.Id);
        await host.Subscriptions.PauseAsync(subscription.Id);
        host.Adapter.Release();
        await host.AdvanceAsync(TimeSpan.FromDays(1));
        var unmatched = await PublishAsync(host);
        var held = await host.Probe(failed.EventId).DeliveryAsync();
        var ended = await host.Probe(sending.EventId).DeliveryAsync();
        await host.Subscriptions.ResumeAsync(subscription.Id);
        await host.Subscriptions.ResumeAsync(subscription.Id);
        await host.WhenIdleAsync();

        unmatched.Deliveries.Should().Be(0);
        (held.Status, held.Attempts).Should().Be((DeliveryStatus.Scheduled, 1));
        ended.Status.Should().Be(DeliveryStatus.Delivered);
        (await host.Probe(failed.EventId).DeliveryAsync()).Status.Should().Be(DeliveryStatus.Delivered);
        host.Adapter.Sends.Should().HaveCount(3, "there is no backfill");
    }

    [Theory]
    [MemberData(nameof(Stores))]
    public async Task A_delete_cancels_what_waits_for_a_window(string store)
    {
        await using var host = await StartAsync(store, at: "2026-01-05T18:00:00Z");
        var subscription = await host.SubscribeAsync(EventType, d => d.DeliverySchedule = Window("UTC", [1, 2, 3, 4, 5], "09:00", "17:00"));
        var receipt = await PublishAsync(host);
        await host.WhenIdleAsync();

        await host.Subscriptions.DeleteAsync(subscription.Id);
        await host.AdvanceAsync(TimeSpan.FromDays(7));

        (await host.Probe(receipt.EventId).DeliveryAsync()).Status.Should().Be(DeliveryStatus.Cancelled);
        host.Adapter.Sends.Should().BeEmpty();
    }
}
