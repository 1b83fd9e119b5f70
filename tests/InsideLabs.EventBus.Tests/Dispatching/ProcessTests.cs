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
        host.Adapter.Script(Failure, DeliveryResult.Delivered());
        await SubscribeAsync(host, retryDelays: [3600]);
        await PublishAsync(host, 1);
        (await ProcessAsync(host)).Should().Be(new ProcessedDeliveries(1, 0, Failed: 1, 0));
        await PublishAsync(host, 2);

        (await ProcessAsync(host)).Should().Be(new ProcessedDeliveries(2, Delivered: 2, 0, 0));

        (await ProcessAsync(host)).Should().Be(default(ProcessedDeliveries), "the retry is not due yet");
        host.Adapter.Sent.Should().HaveCount(3);
        await host.AdvanceAsync(TimeSpan.FromHours(2));
        (await ProcessAsync(host)).Should().Be(new ProcessedDeliveries(1, Delivered: 1, 0, 0));
        (await host.Deliveries.GetStatsAsync(default)).Should().Be(default(DeliveryStats) with { Completed = 3 });
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

        host.Adapter.Sent.Should().HaveCount(batchSize);
        (await host.Deliveries.GetStatsAsync(default)).Pending.Should().Be(20 - batchSize);
        (await ProcessAsync(host, 1000)).Delivered.Should().Be(20 - batchSize);
    }

    [Fact]
    public async Task A_batch_may_be_larger_than_what_may_run_at_once_and_the_limits_hold()
    {
        await using var host = await StartAsync(
            options: o => (o.MaxConcurrentDeliveries, o.MaxConcurrentDeliveriesPerSubscription) = (5, 2));
        var (total, bySubscription, most, mostOfOne) = (0, new ConcurrentDictionary<Guid, int>(), 0, 0);
        var gate = new Lock();
        host.Adapter.Answer = async (request, _) =>
        {
            var id = request.Subscription.Id;
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
        };
        for (var i = 0; i < 3; i++)
        {
            await SubscribeAsync(host);
        }

        await PublishAsync(host, 30);

        (await ProcessAsync(host, 1000).WaitAsync(BusHost.Patience)).Should().Be(new ProcessedDeliveries(90, 90, 0, 0));

        most.Should().BeInRange(1, 5);
        mostOfOne.Should().BeInRange(1, 2);
    }

    [Fact]
    public async Task Calls_at_once_share_the_limit_and_send_nothing_twice()
    {
        await using var host = await StartAsync(options: o => (o.MaxConcurrentDeliveries, o.MaxConcurrentDeliveriesPerSubscription) = (2, 2));
        await SubscribeAsync(host);
        await PublishAsync(host, 40);

        var results = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => ProcessAsync(host, 15))).WaitAsync(BusHost.Patience);

        results.Sum(r => r.Delivered).Should().Be(40);
        host.Adapter.Sent.Select(s => s.DeliveryId).Should().OnlyHaveUniqueItems().And.HaveCount(40);
    }

    [Fact]
    public async Task A_retry_without_delay_waits_for_the_next_call()
    {
        await using var host = await StartAsync();
        host.Adapter.Script(Failure);
        await SubscribeAsync(host, retryDelays: [0, 0]);
        await PublishAsync(host, 3);

        (await ProcessAsync(host, 100)).Should().Be(new ProcessedDeliveries(3, 0, Failed: 3, 0));

        host.Adapter.Sent.Should().HaveCount(3);
        (await host.Deliveries.GetStatsAsync(default)).Retry.Should().Be(3);
        await host.AdvanceAsync(TimeSpan.FromMilliseconds(1));
        (await ProcessAsync(host, 100)).Should().Be(new ProcessedDeliveries(3, 0, Failed: 3, 0));
    }

    [Fact]
    public async Task A_failing_and_a_throwing_receiver_do_not_fail_the_call()
    {
        await using var host = await StartAsync();
        host.Adapter.Answer = (request, _) => request.Occurrence.Id switch
        {
            "throws" => throw new InvalidOperationException("broken adapter"),
            "rejects" => ValueTask.FromResult(DeliveryResult.Rejected(ErrorCodes.PayloadRefused)),
            _ => ValueTask.FromResult(DeliveryResult.Delivered()),
        };
        await SubscribeAsync(host);
        foreach (var id in new[] { "throws", "rejects", "fine" })
        {
            await host.Publisher.PublishAsync(SampleEvents.Raw("shop.cart.changed", "{}", id));
        }

        (await ProcessAsync(host)).Should().Be(new ProcessedDeliveries(3, Delivered: 1, Failed: 2, 0));

        (await host.Deliveries.GetStatsAsync(default)).Should().Be(new DeliveryStats(0, 0, Retry: 1, Completed: 1, Failed: 1, 0));
    }

    [Fact]
    public async Task What_was_paused_since_the_claim_is_deferred_and_comes_back()
    {
        var failing = new FailingStore();
        await using var host = await StartAsync(failing);
        var (paused, kept) = (await host.SubscribeAsync("paused", "shop.order.*"), await host.SubscribeAsync("kept", "shop.*"));
        await PublishAsync(host, 1);
        failing.AfterClaim = async () =>
        {
            failing.AfterClaim = null;
            await host.Subscriptions.PauseAsync(paused.Id);

            // The publish learns of the pause.
            await host.Publisher.PublishAsync(SampleEvents.OrderPlaced, SampleEvents.Order());
        };

        (await ProcessAsync(host, 2)).Should().Be(new ProcessedDeliveries(2, Delivered: 1, 0, Deferred: 1));

        host.Adapter.Sent.Should().ContainSingle().Which.Subscription.Id.Should().Be(kept.Id);
        (await host.Deliveries.ListAttemptsAsync(new AttemptFilter { SubscriptionId = paused.Id }, default)).Should().BeEmpty();
        await host.Subscriptions.ResumeAsync(paused.Id);
        (await ProcessAsync(host)).Should().Be(new ProcessedDeliveries(2, Delivered: 2, 0, 0));
    }

    [Fact]
    public async Task A_call_that_is_given_up_gives_back_what_is_on_its_way()
    {
        await using var host = await StartAsync(options: o => o.MaxConcurrentDeliveriesPerSubscription = 2);
        Hang(host, request => request.Occurrence.Id != "fast");
        await SubscribeAsync(host);
        await host.Publisher.PublishAsync(SampleEvents.Raw("shop.cart.changed", "{}", "fast"));
        await PublishAsync(host, 5);
        using var cancellation = new CancellationTokenSource();

        var process = ProcessAsync(host, 100, cancellation.Token);
        for (var i = 0; i < 3; i++)
        {
            await host.Adapter.NextAsync();
        }

        await cancellation.CancelAsync();

        var wait = async () => await process.WaitAsync(BusHost.Patience);
        await wait.Should().ThrowAsync<OperationCanceledException>();
        (await host.Deliveries.GetStatsAsync(default)).Should().Be(new DeliveryStats(Pending: 5, 0, 0, Completed: 1, 0, 0));
        (await host.Deliveries.ListAttemptsAsync(AttemptFilter.All, default)).Should().ContainSingle();
        host.Adapter.Answer = (_, _) => ValueTask.FromResult(DeliveryResult.Delivered());
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
        host.Adapter.Sent.Should().BeEmpty();
    }

    [Fact]
    public async Task A_stopping_host_lets_the_call_finish_what_it_has_begun()
    {
        await using var host = await StartAsync(
            options: o => (o.MaxConcurrentDeliveriesPerSubscription, o.DrainTimeout) = (1, TimeSpan.FromSeconds(20)));
        var answer = new TaskCompletionSource<DeliveryResult>();
        host.Adapter.Answer = (_, _) => new ValueTask<DeliveryResult>(answer.Task);
        await SubscribeAsync(host);
        await PublishAsync(host, 2);
        var process = ProcessAsync(host);
        await host.Adapter.NextAsync();

        var stopping = host.StopAsync();
        await host.Time.WhenTimerIsSetAsync(host.Time.GetUtcNow() + TimeSpan.FromSeconds(20)).WaitAsync(BusHost.Patience);
        answer.SetResult(DeliveryResult.Delivered());
        await stopping.WaitAsync(BusHost.Patience);

        (await process.WaitAsync(BusHost.Patience)).Should().Be(new ProcessedDeliveries(1, 1, 0, 0));
        (await ProcessAsync(host)).Should().Be(default(ProcessedDeliveries), "the host has stopped");
        (await host.Deliveries.GetStatsAsync(default)).Should().Be(new DeliveryStats(Pending: 1, 0, 0, Completed: 1, 0, 0));
    }

    [Fact]
    public async Task A_call_that_outlasts_the_drain_ends_with_the_host()
    {
        await using var host = await StartAsync(options: o => o.DrainTimeout = TimeSpan.FromSeconds(20));
        Hang(host, _ => true);
        await SubscribeAsync(host);
        await PublishAsync(host, 1);
        var process = ProcessAsync(host);
        await host.Adapter.NextAsync();

        var stopping = host.StopAsync();
        await host.Time.WhenTimerIsSetAsync(host.Time.GetUtcNow() + TimeSpan.FromSeconds(20)).WaitAsync(BusHost.Patience);
        host.Time.Advance(TimeSpan.FromSeconds(20));
        await stopping.WaitAsync(BusHost.Patience);

        (await process.WaitAsync(BusHost.Patience)).Should().Be(new ProcessedDeliveries(1, 0, 0, Deferred: 1));
        (await host.Deliveries.GetStatsAsync(default)).Pending.Should().Be(1);
        (await host.Deliveries.ListAttemptsAsync(AttemptFilter.All, default)).Should().BeEmpty();
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
        await failing.SettleFailed.Task.WaitAsync(BusHost.Patience);
        await host.Time.WhenTimerIsSetAsync(host.Time.GetUtcNow() + TimeSpan.FromSeconds(1)).WaitAsync(BusHost.Patience);
        await PublishAsync(host, 1);

        (await ProcessAsync(host).WaitAsync(BusHost.Patience)).Should().Be(default(ProcessedDeliveries));

        host.Adapter.Sent.Should().ContainSingle();
        failing.FailSettle = false;
        host.Time.Advance(TimeSpan.FromSeconds(1));
        (await first.WaitAsync(BusHost.Patience)).Should().Be(new ProcessedDeliveries(1, 1, 0, 0));
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
        await failing.SettleFailed.Task.WaitAsync(BusHost.Patience);
        await host.Time.WhenTimerIsSetAsync(host.Time.GetUtcNow() + TimeSpan.FromSeconds(1)).WaitAsync(BusHost.Patience);

        await cancellation.CancelAsync();
        failing.FailSettle = false;
        host.Time.Advance(TimeSpan.FromSeconds(1));

        var wait = async () => await process.WaitAsync(BusHost.Patience);
        await wait.Should().ThrowAsync<OperationCanceledException>();
        (await host.Deliveries.GetStatsAsync(default)).Completed.Should().Be(1);
    }

    [Fact]
    public async Task Beside_a_running_dispatcher_nothing_is_sent_twice()
    {
        await using var host = await StartAsync(
            options: o => (o.RunDispatcher, o.MaxConcurrentDeliveries, o.MaxConcurrentDeliveriesPerSubscription) = (true, 4, 3));
        host.Adapter.Answer = async (_, _) =>
        {
            await Task.Yield();
            return DeliveryResult.Delivered();
        };
        await SubscribeAsync(host);
        await SubscribeAsync(host);

        var calls = new List<Task<ProcessedDeliveries>>();
        for (var i = 0; i < 20; i++)
        {
            await PublishAsync(host, 5);
            calls.Add(ProcessAsync(host, 8));
        }

        await Task.WhenAll(calls).WaitAsync(BusHost.Patience);
        await host.IdleAsync();

        host.Adapter.Sent.Should().HaveCount(200);
        host.Adapter.Sent.Select(s => s.DeliveryId).Should().OnlyHaveUniqueItems();
        (await host.Deliveries.GetStatsAsync(default)).Should().Be(default(DeliveryStats) with { Completed = 200 });
    }

    [Fact]
    public async Task A_dispatcher_learns_of_the_retries_that_a_call_causes()
    {
        await using var host = await StartAsync(options: o => (o.RunDispatcher, o.MaxConcurrentDeliveries, o.MaxConcurrentDeliveriesPerSubscription) = (true, 1, 1));
        host.Adapter.Script(Failure, DeliveryResult.Delivered());
        await SubscribeAsync(host, retryDelays: [60]);
        await host.IdleAsync();
        await Task.WhenAll(PublishAsync(host, 1), ProcessAsync(host)).WaitAsync(BusHost.Patience);
        await host.IdleAsync();

        await host.AdvanceAsync(TimeSpan.FromMinutes(2));

        host.Adapter.Sent.Select(s => s.Attempt).Should().Equal(1, 2);
    }

    [Fact]
    public async Task A_delivery_that_ends_unexpectedly_is_given_back_and_the_call_goes_on()
    {
        var failing = new FailingStore();
        await using var host = await StartAsync(failing);
        await SubscribeAsync(host);
        await PublishAsync(host, 1);
        failing.BreakSettle = true;

        (await ProcessAsync(host).WaitAsync(BusHost.Patience)).Should().Be(new ProcessedDeliveries(1, 0, 0, Deferred: 1));

        host.Logs.Entries.Should().ContainSingle(e => e.Id == 3011);
        failing.BreakSettle = false;
        (await ProcessAsync(host)).Delivered.Should().Be(1);
    }

    private static Task<ProcessedDeliveries> ProcessAsync(BusHost host, int batchSize = 10, CancellationToken cancellationToken = default) =>
        host.Services.GetRequiredService<DeliveryQueue>().ProcessAsync(batchSize, cancellationToken).AsTask();

    /// <summary>A host without a dispatcher, unless the options say otherwise.</summary>
    private static Task<BusHost> StartAsync(FailingStore? store = null, Action<EventBusOptions>? options = null) => BusHost.StartAsync(
        b =>
        {
            b.AddDomain().UseInMemoryStore();
            if (store is not null)
            {
                b.Services.AddSingleton<IDeliveryStore>(sp => store.Around(sp.GetRequiredService<InMemoryStore>()));
                b.Services.Remove(b.Services.First(s => s.ServiceType == typeof(IDeliveryStore)));
            }
        },
        o =>
        {
            o.RunDispatcher = false;
            options?.Invoke(o);
        });

    private static async Task SubscribeAsync(BusHost host, double[]? retryDelays = null) => await host.Subscriptions.CreateAsync(
        new SubscriptionDraft { EventTypes = ["shop.*"], Config = RecordingAdapter.Config(), RetryDelays = retryDelays });

    private static async Task PublishAsync(BusHost host, int count)
    {
        for (var i = 0; i < count; i++)
        {
            await host.Publisher.PublishAsync(SampleEvents.OrderPlaced, SampleEvents.Order());
        }
    }

    /// <summary>Lets some sends end only when they are cancelled.</summary>
    private static void Hang(BusHost host, Func<DeliveryRequest, bool> which) => host.Adapter.Answer = async (request, token) =>
    {
        if (which(request))
        {
            await new TaskCompletionSource().Task.WaitAsync(token);
        }

        return DeliveryResult.Delivered();
    };
}
