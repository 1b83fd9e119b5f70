using InsideLabs.EventBus.Adapters;
using InsideLabs.EventBus.Deliveries;
using InsideLabs.EventBus.Diagnostics;
using InsideLabs.EventBus.Errors;
using InsideLabs.EventBus.Events;
using InsideLabs.EventBus.Registration;
using InsideLabs.EventBus.Subscriptions;
using Microsoft.Extensions.DependencyInjection;

namespace InsideLabs.EventBus.Testing.Tests;

/// <summary>What holds for the host over every store.</summary>
public abstract class EventBusTestHostTests
{
    private static readonly DeliveryResult Busy = DeliveryResult.Retry(ErrorCodes.Http5xx, "busy", 503);

    [Fact]
    public async Task The_whole_default_ladder_runs_in_order_and_ends_dead()
    {
        await using var host = await StartAsync();
        await host.SubscribeAsync("shop.*");
        host.Adapter.Answers.Always(Busy);

        var dead = await host.Probe(await host.PublishAsync()).WhenDeadAsync();

        dead.Attempts.Should().Be(10);
        dead.LastError.Should().Be(ErrorCodes.AttemptsExhausted);
        var sends = host.Adapter.SendsOf(dead.Id);
        sends.Select(s => s.Attempt).Should().Equal(Enumerable.Range(1, 10));
        foreach (var ((earlier, later), delay) in sends.Zip(sends.Skip(1)).Zip(RetryLadder.Default.Delays))
        {
            // A timer counts whole milliseconds.
            (later.At - earlier.At).Should().BeGreaterThanOrEqualTo(delay * 0.8).And.BeLessThanOrEqualTo((delay * 1.2) + TimeSpan.FromMilliseconds(1));
        }

        host.Clock.GetUtcNow().Should().Be(sends[^1].At);
    }

    [Fact]
    public async Task Two_subscriptions_interleave_as_they_fall_due()
    {
        await using var host = await StartAsync();
        var quick = await host.SubscribeAsync("shop.*", d => d.RetryDelays = [100, 100, 100]);
        var slow = await host.SubscribeAsync("shop.*", d => d.RetryDelays = [250]);
        host.Adapter.Answers.Always(Busy);
        await host.PublishAsync();

        await host.AdvanceAsync(TimeSpan.FromHours(1));

        host.Adapter.Sends.Should().BeInAscendingOrder(s => s.At).And.HaveCount(6);
        host.Adapter.SendsTo(quick).Select(s => s.Attempt).Should().Equal(1, 2, 3, 4);
        host.Adapter.SendsTo(slow).Select(s => s.Attempt).Should().Equal(1, 2);
        (await host.Queue.GetStatsAsync()).Failed.Should().Be(2);
    }

    [Fact]
    public async Task A_hanging_send_runs_out_of_time_after_thirty_virtual_seconds()
    {
        await using var host = await StartAsync();
        await host.SubscribeAsync("shop.*");
        host.Adapter.Answers.Next(ScriptedAnswer.Hang);
        var probe = host.Probe(await host.PublishAsync());

        await host.WhenIdleAsync();
        host.Adapter.InProgress.Should().ContainSingle().Which.Attempt.Should().Be(1);
        await host.AdvanceAsync(TimeSpan.FromSeconds(30) - TimeSpan.FromTicks(1));
        (await probe.AttemptsAsync()).Should().BeEmpty();
        await host.AdvanceAsync(TimeSpan.FromTicks(1));

        var attempt = (await probe.AttemptsAsync()).Should().ContainSingle().Subject;
        (attempt.Code, attempt.Duration).Should().Be((ErrorCodes.Timeout, TimeSpan.FromSeconds(30)));
        host.Adapter.InProgress.Should().BeEmpty();
        (await probe.WhenDeliveredAsync()).Attempts.Should().Be(2);
    }

    [Fact]
    public async Task A_send_of_a_call_that_processes_by_hand_hangs_by_the_clock_too()
    {
        await using var host = await StartAsync(bus => bus.Services.Configure<EventBusOptions>(o => o.RunDispatcher = false));
        await host.SubscribeAsync("shop.*");
        host.Adapter.Answers.Next(ScriptedAnswer.Hang);
        var probe = host.Probe(await host.PublishAsync());

        var call = host.Queue.ProcessAsync().AsTask();
        await host.AdvanceAsync(TimeSpan.FromSeconds(30));

        (await call.WaitAsync(TestBus.Patience)).Failed.Should().Be(1);
        (await probe.AttemptsAsync()).Should().ContainSingle().Which.Code.Should().Be(ErrorCodes.Timeout);
    }

    [Fact]
    public async Task A_handler_in_memory_may_wait_for_the_clock()
    {
        var handled = new List<DateTimeOffset>();
        EventBusTestHost host = null!;
        await using var started = host = await StartAsync(bus => bus.AddHandler<EventEnvelope>("shop.*", async (_, token) =>
        {
            await host.Services.GetRequiredService<IdleSignal>().DelayAsync(TimeSpan.FromHours(2), host.Clock, token);
            handled.Add(host.Clock.GetUtcNow());
        }));
        var start = host.Clock.GetUtcNow();
        await host.PublishAsync();

        await host.AdvanceAsync(TimeSpan.FromHours(1));
        handled.Should().BeEmpty();
        await host.AdvanceAsync(TimeSpan.FromHours(2));

        handled.Should().Equal(start.AddHours(2));
    }

    [Fact]
    public async Task An_answer_that_takes_time_takes_virtual_time()
    {
        await using var host = await StartAsync();
        await host.SubscribeAsync("shop.*");
        host.Adapter.Answers.Next(ScriptedAnswer.After(TimeSpan.FromSeconds(12), DeliveryResult.Delivered(202)));
        var probe = host.Probe(await host.PublishAsync());

        var attempt = await probe.WhenAttemptedAsync(1);

        (attempt.Outcome, attempt.StatusCode, attempt.Duration).Should().Be((AttemptOutcome.Success, 202, TimeSpan.FromSeconds(12)));
    }

    [Fact]
    public async Task The_clock_can_be_turned_to_an_instant_but_not_to_a_past_one()
    {
        await using var host = await StartAsync();
        await host.SubscribeAsync("shop.*", d => d.RetryDelays = [3600]);
        host.Adapter.Answers.Next(Busy);
        var probe = host.Probe(await host.PublishAsync());
        var start = host.Clock.GetUtcNow();

        await host.AdvanceToAsync(start.AddHours(2));

        host.Clock.GetUtcNow().Should().Be(start.AddHours(2));
        (await probe.DeliveryAsync()).Status.Should().Be(DeliveryStatus.Delivered);
        var back = () => host.AdvanceToAsync(start);
        await back.Should().ThrowAsync<ArgumentOutOfRangeException>().WithMessage("*Clock.JumpTo*");
    }

    [Fact]
    public async Task The_clock_stops_where_a_condition_comes_true_or_at_the_end_of_its_time()
    {
        await using var host = await StartAsync();
        await host.SubscribeAsync("shop.*");
        host.Adapter.Answers.Always(Busy);
        await host.PublishAsync();
        var start = host.Clock.GetUtcNow();

        (await host.AdvanceUntilAsync(() => host.Adapter.Sends.Count == 3, TimeSpan.FromHours(1))).Should().BeTrue();
        host.Clock.GetUtcNow().Should().Be(host.Adapter.Sends[2].At);
        (await host.AdvanceUntilAsync(() => host.Adapter.Sends.Count == 3, TimeSpan.FromHours(1))).Should().BeTrue();
        host.Clock.GetUtcNow().Should().Be(host.Adapter.Sends[2].At);

        var now = host.Clock.GetUtcNow();
        (await host.AdvanceUntilAsync(() => host.Adapter.Sends.Count == 9, TimeSpan.FromHours(1))).Should().BeFalse();
        host.Clock.GetUtcNow().Should().Be(now.AddHours(1)).And.BeAfter(start.AddHours(1));
    }

    [Fact]
    public async Task What_a_condition_waits_for_may_be_asked_of_the_queue()
    {
        await using var host = await StartAsync();
        await host.SubscribeAsync("shop.*");
        host.Adapter.Answers.Next(Busy, Busy, Busy);
        await host.PublishAsync();

        var isDone = await host.AdvanceUntilAsync(async () => (await host.Queue.GetStatsAsync()).Completed == 1, TimeSpan.FromDays(1));

        isDone.Should().BeTrue();
        host.Adapter.Sends.Should().HaveCount(4);
    }

    [Fact]
    public async Task Thousands_of_deliveries_over_a_month_need_no_more_than_their_steps()
    {
        await using var host = await StartAsync();
        for (var i = 0; i < 100; i++)
        {
            await host.SubscribeAsync("shop.*", d => d.RetryDelays = [.. Enumerable.Repeat(86_400.0, 10)]);
        }

        host.Adapter.Answers.Always(Busy);
        await host.PublishAsync();

        await host.AdvanceAsync(TimeSpan.FromDays(31));

        host.Adapter.Sends.Should().HaveCount(1100).And.BeInAscendingOrder(s => s.At);
        (await host.Queue.GetStatsAsync()).Failed.Should().Be(100);
    }

    [Fact]
    public async Task Disposing_ends_a_hanging_send_at_once_while_the_clock_stands()
    {
        var host = await StartAsync();
        await host.SubscribeAsync("shop.*");
        host.Adapter.Answers.Always(ScriptedAnswer.Hang);
        await host.PublishAsync();
        await host.WhenIdleAsync();
        host.Adapter.InProgress.Should().ContainSingle();
        var now = host.Clock.GetUtcNow();

        await host.DisposeAsync().AsTask().WaitAsync(TestBus.Patience);
        await host.DisposeAsync();

        host.Adapter.InProgress.Should().BeEmpty();
        host.Clock.GetUtcNow().Should().Be(now);
    }

    [Fact]
    public async Task After_a_restart_clock_and_adapter_go_on()
    {
        await using var host = await StartAsync();
        await host.SubscribeAsync("shop.*");
        await host.PublishAsync();
        await host.AdvanceAsync(TimeSpan.FromHours(5));
        var (now, services) = (host.Clock.GetUtcNow(), host.Services);

        await host.RestartAsync();

        host.Clock.GetUtcNow().Should().Be(now);
        host.Services.Should().NotBeSameAs(services);
        host.Adapter.Sends.Should().ContainSingle();
        await host.SubscribeAsync("other.*");
        host.Adapter.Answers.Always(ScriptedAnswer.Hang);
        var newEvent = new NewEvent { EventType = "other.thing.done", Payload = "{}"u8.ToArray(), SourceDomain = "Other" };
        await host.Publisher.PublishAsync(newEvent);
        await host.WhenIdleAsync();
        host.Adapter.Sends.Should().HaveCount(2);
        host.Adapter.InProgress.Should().ContainSingle();
    }

    [Fact]
    public async Task A_send_that_never_ends_and_says_nothing_is_named_when_patience_is_over()
    {
        var adapter = new DeafAdapter();
        var chosen = new EventBusTestHostOptions();
        await using var host = await StartAsync(b => b.Services.AddSingleton<IDeliveryAdapter>(adapter), options => chosen = options);
        await host.SubscribeAsync("shop.*", d => d.Config = DeafAdapter.Config);
        await host.PublishAsync();
        await adapter.HasBegun.WaitAsync(TestBus.Patience);
        chosen.Patience = TimeSpan.FromMilliseconds(100);

        var advance = () => host.AdvanceAsync(TimeSpan.FromDays(1));

        await advance.Should().ThrowAsync<TimeoutException>().WithMessage("*did not come to rest*in hand: 1*IdleSignal.DelayAsync*");
        chosen.Patience = TestBus.Patience;
        adapter.End();
        await host.WhenIdleAsync();
        (await host.Queue.GetStatsAsync()).Completed.Should().Be(1);
    }

    [Fact]
    public async Task Disposing_does_not_wait_for_a_send_that_ignores_its_cancellation()
    {
        var adapter = new DeafAdapter();
        var host = await StartAsync(b => b.Services.AddSingleton<IDeliveryAdapter>(adapter));
        await host.SubscribeAsync("shop.*", d => d.Config = DeafAdapter.Config);
        await host.PublishAsync();
        await adapter.HasBegun.WaitAsync(TestBus.Patience);

        await host.DisposeAsync().AsTask().WaitAsync(TestBus.Patience);

        adapter.HasEnded.Should().BeFalse();
    }

    protected abstract void UseStore(IEventBusBuilder bus);

    protected Task<EventBusTestHost> StartAsync(
        Action<IEventBusBuilder>? configure = null,
        Action<EventBusTestHostOptions>? options = null) => TestBus.StartAsync(
        bus =>
        {
            UseStore(bus);
            configure?.Invoke(bus);
        },
        options);
}
