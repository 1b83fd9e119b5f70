using System.Collections.Concurrent;
using InsideLabs.EventBus.Adapters;
using InsideLabs.EventBus.Conformance.Hosting;
using InsideLabs.EventBus.Deliveries;
using InsideLabs.EventBus.Dispatching;
using InsideLabs.EventBus.Errors;
using InsideLabs.EventBus.InMemory;
using InsideLabs.EventBus.Subscriptions;
using Microsoft.Extensions.DependencyInjection;

namespace InsideLabs.EventBus.Tests.Dispatching;

/// <summary>Processing by hand: what is due, once, within the limits, and nothing lost when the call is given up.</summary>
public sealed class ProcessTests
{
    private static readonly DeliveryResult Failure = DeliveryResult.Retry(ErrorCodes.Http5xx, "down", 503);

    [Fact]
    public async Task Without_a_dispatcher_it_delivers_exactly_what_is_due()
    {
        await using var host = await StartAsync();
        host.Adapter.Answers.Next(Failure);
        await SubscribeAsync(host, retryDelays: [3600]);
        await PublishAsync(host, 1);
        (await ProcessAsync(host)).Should().Be(new ProcessedDeliveries(1, 0, Failed: 1, 0));
        await PublishAsync(host, 2);

        (await ProcessAsync(host)).Should().Be(new ProcessedDeliveries(2, Delivered: 2, 0, 0));

        (await ProcessAsync(host)).Should().Be(default(ProcessedDeliveries), "the retry is not due yet");
        host.Adapter.Sends.Should().HaveCount(3);
        await host.AdvanceAsync(TimeSpan.FromHours(2));
        (await ProcessAsync(host)).Should().Be(new ProcessedDeliveries(1, Delivered: 1, 0, 0));
        (await host.Queue.GetStatsAsync()).Should().Be(default(DeliveryStats) with { Completed = 3 });
    }

    [Fact]
    public async Task An_empty_queue_gives_nothing()
    {
        await using var host = await StartAsync();

        (await ProcessAsync(host)).Should().Be(default(ProcessedDeliveries));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(1001)]
    public async Task A_batch_has_1_to_1000_deliveries(int batchSize)
    {
        await using var host = await StartAsync();

        var process = async () => await ProcessAsync(host, batchSize);

        (await process.Should().ThrowAsync<EventBusValidationException>()).Which.Faults.Should().ContainSingle()
            .Which.Should().BeEquivalentTo(new { Field = "batchSize", Code = ErrorCodes.ParameterInvalid });
    }

    [Theory]
    [InlineData(7)]
    [InlineData(1)]
    public async Task No_more_than_the_batch_size_is_delivered(int batchSize)
    {
        await using var host = await StartAsync();
        await SubscribeAsync(host);
        await PublishAsync(host, 20);

        (await ProcessAsync(host, batchSize)).Should().Be(new ProcessedDeliveries(batchSize, batchSize, 0, 0));

        host.Adapter.Sends.Should().HaveCount(batchSize);
        (await host.Queue.GetStatsAsync()).Pending.Should().Be(20 - batchSize);
        (await ProcessAsync(host, 1000)).Delivered.Should().Be(20 - batchSize);
    }

    [Fact]
    public async Task A_batch_may_be_larger_than_what_may_run_at_once_and_the_limits_hold()
    {
        await using var host = await StartAsync(
            options: o => (o.MaxConcurrentDeliveries, o.MaxConcurrentDeliveriesPerSubscription) = (5, 2));
        var (total, bySubscription, most, mostOfOne) = (0, new ConcurrentDictionary<Guid, int>(), 0, 0);
        var gate = new Lock();
        host.Adapter.Answers.Always(send => ScriptedAnswer.Run(async _ =>
        {
            var id = send.Subscription.Id;
            lock (gate)
            {
                most = Math.Max(most, ++total);
                mostOfOne = Math.Max(mostOfOne, bySubscription.AddOrUpdate(id, 1, static (_, n) => n + 1));
            }

            await Task.Yield();
            lock (gate)
            {
                total--;
                bySubscription[id]--;
            }

            return DeliveryResult.Delivered();
        }));
        for (var i = 0; i < 3; i++)
        {
            await SubscribeAsync(host);
        }

        await PublishAsync(host, 30);

        (await ProcessAsync(host, 1000).WaitAsync(TestHosts.Patience)).Should().Be(new ProcessedDeliveries(90, 90, 0, 0));

        most.Should().BeInRange(1, 5);
        mostOfOne.Should().BeInRange(1, 2);
    }

    [Fact]
    public async Task Calls_at_once_share_the_limit_and_send_nothing_twice()
    {
        await using var host = await StartAsync(options: o => (o.MaxConcurrentDeliveries, o.MaxConcurrentDeliveriesPerSubscription) = (2, 2));
        await SubscribeAsync(host);
        await PublishAsync(host, 40);

        var results = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => ProcessAsync(host, 15))).WaitAsync(TestHosts.Patience);

        results.Sum(r => r.Delivered).Should().Be(40);
        host.Adapter.Sends.Select(s => s.DeliveryId).Should().OnlyHaveUniqueItems().And.HaveCount(40);
    }

    [Fact]
    public async Task A_retry_without_delay_waits_for_the_next_call()
    {
        await using var host = await StartAsync();
        host.Adapter.Answers.Always(Failure);
        await SubscribeAsync(host, retryDelays: [0, 0]);
        await PublishAsync(host, 3);

        (await ProcessAsync(host, 100)).Should().Be(new ProcessedDeliveries(3, 0, Failed: 3, 0));

        host.Adapter.Sends.Should().HaveCount(3);
        (await host.Queue.GetStatsAsync()).Retry.Should().Be(3);
        await host.AdvanceAsync(TimeSpan.FromMilliseconds(1));
        (await ProcessAsync(host, 100)).Should().Be(new ProcessedDeliveries(3, 0, Failed: 3, 0));
    }

    [Fact]
    public async Task A_failing_and_a_throwing_receiver_do_not_fail_the_call()
    {
        await using var host = await StartAsync();
        host.Adapter.Answers.Always(send => send.Occurrence.Id switch
        {
            "throws" => ScriptedAnswer.Throw(new InvalidOperationException("broken adapter")),
            "rejects" => DeliveryResult.Rejected(ErrorCodes.PayloadRefused),
            _ => ScriptedAnswer.Delivered,
        });
        await SubscribeAsync(host);
        foreach (var id in new[] { "throws", "rejects", "fine" })
        {
            await host.Publisher.PublishAsync(SampleEvents.Raw("shop.cart.changed", "{}", id));
        }

        (await ProcessAsync(host)).Should().Be(new ProcessedDeliveries(3, Delivered: 1, Failed: 2, 0));

        (await host.Queue.GetStatsAsync()).Should().Be(new DeliveryStats(0, 0, Retry: 1, Completed: 1, Failed: 1, 0));
    }

    [Fact]
    public async Task What_was_paused_since_the_claim_is_deferred_and_comes_back()
    {
        var failing = new FailingStore();
        await using var host = await StartAsync(failing);
        var (paused, kept) = (await host.SubscribeAsync("shop.order.*"), await host.SubscribeAsync("shop.*"));
        await PublishAsync(host, 1);
        failing.AfterClaim = async () =>
        {
            failing.AfterClaim = null;
            await host.Subscriptions.PauseAsync(paused.Id);

            // The publish learns of the pause.
            await host.Publisher.PublishAsync(SampleEvents.OrderPlaced, SampleEvents.Order());
        };

        (await ProcessAsync(host, 2)).Should().Be(new ProcessedDeliveries(2, Delivered: 1, 0, Deferred: 1));

        host.Adapter.Sends.Should().ContainSingle().Which.Subscription.Id.Should().Be(kept.Id);
        (await host.Queue.ListAttemptsAsync(new AttemptFilter { SubscriptionId = paused.Id })).Should().BeEmpty();
        await host.Subscriptions.ResumeAsync(paused.Id);
        (await ProcessAsync(host)).Should().Be(new ProcessedDeliveries(2, Delivered: 2, 0, 0));
    }

    [Fact]
    public async Task A_call_that_is_given_up_gives_back_what_is_on_its_way()
    {
        await using var host = await StartAsync(options: o => o.MaxConcurrentDeliveriesPerSubscription = 2);
        host.Adapter.Answers.Always(send => send.Occurrence.Id == "fast" ? ScriptedAnswer.Delivered : ScriptedAnswer.Hang);
        await SubscribeAsync(host);
        await host.Publisher.PublishAsync(SampleEvents.Raw("shop.cart.changed", "{}", "fast"));
        await PublishAsync(host, 5);
        using var cancellation = new CancellationTokenSource();

        var process = ProcessAsync(host, 100, cancellation.Token);
        for (var i = 0; i < 3; i++)
        {
            await host.Adapter.WhenSendBeginsAsync();
        }

        await cancellation.CancelAsync();

        var wait = async () => await process.WaitAsync(TestHosts.Patience);
        await wait.Should().ThrowAsync<OperationCanceledException>();
        (await host.Queue.GetStatsAsync()).Should().Be(new DeliveryStats(Pending: 5, 0, 0, Completed: 1, 0, 0));
        (await host.Queue.ListAttemptsAsync()).Should().ContainSingle();
        host.Adapter.Answers.Clear();
        (await ProcessAsync(host)).Delivered.Should().Be(5);
    }

    [Fact]
    public async Task A_call_that_is_cancelled_beforehand_throws_and_claims_nothing()
    {
        await using var host = await StartAsync();
        await SubscribeAsync(host);
        await PublishAsync(host, 1);

        var process = async () => await ProcessAsync(host, 1, new CancellationToken(canceled: true));

        await process.Should().ThrowAsync<OperationCanceledException>();
        host.Adapter.Sends.Should().BeEmpty();
    }

    [Fact]
    public async Task A_stopping_host_lets_the_call_finish_what_it_has_begun()
    {
        await using var host = await StartAsync(
            options: o => (o.MaxConcurrentDeliveriesPerSubscription, o.DrainTimeout) = (1, TimeSpan.FromSeconds(20)));
        host.Adapter.Hold();
        await SubscribeAsync(host);
        await PublishAsync(host, 2);
        var process = ProcessAsync(host);
        await host.Adapter.WhenSendBeginsAsync();

        var stopping = host.StopAsync();
        await host.Clock.WhenTimerIsSetAsync(host.Clock.GetUtcNow() + TimeSpan.FromSeconds(20)).WaitAsync(TestHosts.Patience);
        host.Adapter.Release();
        await stopping;

        (await process.WaitAsync(TestHosts.Patience)).Should().Be(new ProcessedDeliveries(1, 1, 0, 0));
        (await ProcessAsync(host)).Should().Be(default(ProcessedDeliveries), "the host has stopped");
        (await host.Queue.GetStatsAsync()).Should().Be(new DeliveryStats(Pending: 1, 0, 0, Completed: 1, 0, 0));
    }

    [Fact]
    public async Task A_call_that_outlasts_the_drain_ends_with_the_host()
    {
        await using var host = await StartAsync(options: o => o.DrainTimeout = TimeSpan.FromSeconds(20));
        host.Adapter.Answers.Always(ScriptedAnswer.Hang);
        await SubscribeAsync(host);
        await PublishAsync(host, 1);
        var process = ProcessAsync(host);
        await host.Adapter.WhenSendBeginsAsync();

        var stopping = host.StopAsync();
        await host.Clock.WhenTimerIsSetAsync(host.Clock.GetUtcNow() + TimeSpan.FromSeconds(20)).WaitAsync(TestHosts.Patience);
        host.Clock.Advance(TimeSpan.FromSeconds(20));
        await stopping;

        (await process.WaitAsync(TestHosts.Patience)).Should().Be(new ProcessedDeliveries(1, 0, 0, Deferred: 1));
        (await host.Queue.GetStatsAsync()).Pending.Should().Be(1);
        (await host.Queue.ListAttemptsAsync()).Should().BeEmpty();
    }

    [Fact]
    public async Task While_an_outcome_cannot_be_stored_nothing_is_claimed()
    {
        var failing = new FailingStore();
        await using var host = await StartAsync(failing);
        await SubscribeAsync(host);
        await PublishAsync(host, 1);
        failing.FailSettle = true;
        var first = ProcessAsync(host, 1);
        await failing.SettleFailed.Task.WaitAsync(TestHosts.Patience);
        await host.Clock.WhenTimerIsSetAsync(host.Clock.GetUtcNow() + TimeSpan.FromSeconds(1)).WaitAsync(TestHosts.Patience);
        await PublishAsync(host, 1);

        (await ProcessAsync(host).WaitAsync(TestHosts.Patience)).Should().Be(default(ProcessedDeliveries));

        host.Adapter.Sends.Should().ContainSingle();
        failing.FailSettle = false;
        host.Clock.Advance(TimeSpan.FromSeconds(1));
        (await first.WaitAsync(TestHosts.Patience)).Should().Be(new ProcessedDeliveries(1, 1, 0, 0));
        (await ProcessAsync(host)).Delivered.Should().Be(1);
    }

    [Fact]
    public async Task A_call_given_up_while_its_outcome_cannot_be_stored_does_not_forget_it()
    {
        var failing = new FailingStore();
        await using var host = await StartAsync(failing);
        await SubscribeAsync(host);
        await PublishAsync(host, 1);
        failing.FailSettle = true;
        using var cancellation = new CancellationTokenSource();
        var process = ProcessAsync(host, 1, cancellation.Token);
        await failing.SettleFailed.Task.WaitAsync(TestHosts.Patience);
        await host.Clock.WhenTimerIsSetAsync(host.Clock.GetUtcNow() + TimeSpan.FromSeconds(1)).WaitAsync(TestHosts.Patience);

        await cancellation.CancelAsync();
        failing.FailSettle = false;
        host.Clock.Advance(TimeSpan.FromSeconds(1));

        var wait = async () => await process.WaitAsync(TestHosts.Patience);
        await wait.Should().ThrowAsync<OperationCanceledException>();
        (await host.Queue.GetStatsAsync()).Completed.Should().Be(1);
    }

    [Fact]
    public async Task Beside_a_running_dispatcher_nothing_is_sent_twice()
    {
        await using var host = await StartAsync(
            options: o => (o.RunDispatcher, o.MaxConcurrentDeliveries, o.MaxConcurrentDeliveriesPerSubscription) = (true, 4, 3));
        host.Adapter.Answers.Always(ScriptedAnswer.Run(async _ =>
        {
            await Task.Yield();
            return DeliveryResult.Delivered();
        }));
        await SubscribeAsync(host);
        await SubscribeAsync(host);

        var calls = new List<Task<ProcessedDeliveries>>();
        for (var i = 0; i < 20; i++)
        {
            await PublishAsync(host, 5);
            calls.Add(ProcessAsync(host, 8));
        }

        await Task.WhenAll(calls).WaitAsync(TestHosts.Patience);
        await host.WhenIdleAsync();

        host.Adapter.Sends.Should().HaveCount(200);
        host.Adapter.Sends.Select(s => s.DeliveryId).Should().OnlyHaveUniqueItems();
        (await host.Queue.GetStatsAsync()).Should().Be(default(DeliveryStats) with { Completed = 200 });
    }

    [Fact]
    public async Task A_dispatcher_learns_of_the_retries_that_a_call_causes()
    {
        await using var host = await StartAsync(options: o => (o.RunDispatcher, o.MaxConcurrentDeliveries, o.MaxConcurrentDeliveriesPerSubscription) = (true, 1, 1));
        host.Adapter.Answers.Next(Failure);
        await SubscribeAsync(host, retryDelays: [60]);
        await host.WhenIdleAsync();
        await Task.WhenAll(PublishAsync(host, 1), ProcessAsync(host)).WaitAsync(TestHosts.Patience);
        await host.WhenIdleAsync();

        await host.AdvanceAsync(TimeSpan.FromMinutes(2));

        host.Adapter.Sends.Select(s => s.Attempt).Should().Equal(1, 2);
    }

    [Fact]
    public async Task A_delivery_that_ends_unexpectedly_is_given_back_and_the_call_goes_on()
    {
        var failing = new FailingStore();
        await using var host = await StartAsync(failing);
        await SubscribeAsync(host);
        await PublishAsync(host, 1);
        failing.BreakSettle = true;

        (await ProcessAsync(host).WaitAsync(TestHosts.Patience)).Should().Be(new ProcessedDeliveries(1, 0, 0, Deferred: 1));

        host.Logs.Entries.Should().ContainSingle(e => e.Id == 3011);
        failing.BreakSettle = false;
        (await ProcessAsync(host)).Delivered.Should().Be(1);
    }

    private static Task<ProcessedDeliveries> ProcessAsync(EventBusTestHost host, int batchSize = 10, CancellationToken cancellationToken = default) =>
        host.Queue.ProcessAsync(batchSize, cancellationToken).AsTask();

    /// <summary>A host without a dispatcher, unless the options say otherwise.</summary>
    private static Task<EventBusTestHost> StartAsync(FailingStore? store = null, Action<EventBusOptions>? options = null) => EventBusTestHost.StartAsync(
        b =>
        {
            b.AddDomain().UseInMemoryStore().CaptureLogs();
            if (store is not null)
            {
                b.Services.AddSingleton<IDeliveryStore>(sp => store.Around(sp.GetRequiredService<InMemoryStore>()));
                b.Services.Remove(b.Services.First(s => s.ServiceType == typeof(IDeliveryStore)));
            }
        },
        o => o.Bus = bus =>
        {
            bus.RunDispatcher = false;
            options?.Invoke(bus);
        });

    private static Task<Subscription> SubscribeAsync(EventBusTestHost host, double[]? retryDelays = null) =>
        host.SubscribeAsync("shop.*", draft => draft.RetryDelays = retryDelays);

    private static async Task PublishAsync(EventBusTestHost host, int count)
    {
        for (var i = 0; i < count; i++)
        {
            await host.Publisher.PublishAsync(SampleEvents.OrderPlaced, SampleEvents.Order());
        }
    }
}
