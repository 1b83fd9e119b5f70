using InsideLabs.EventBus.Adapters;
using InsideLabs.EventBus.Conformance.Hosting;
using InsideLabs.EventBus.Deliveries;
using InsideLabs.EventBus.Errors;
using InsideLabs.EventBus.Signatures;
using InsideLabs.EventBus.Subscriptions;

namespace InsideLabs.EventBus.Tests.Dispatching;

public sealed class DeliveryDispatcherTests
{
    private static readonly DeliveryResult Failure = DeliveryResult.Retry(ErrorCodes.Http5xx, "down", 503);

    [Fact]
    public async Task A_failure_is_tried_again_along_the_ladder_until_it_is_used_up()
    {
        await using var host = await StartAsync();
        host.Adapter.Answers.Always(Failure);
        await host.SubscribeAsync("shop.*");
        var published = host.Clock.GetUtcNow();
        await host.Publisher.PublishAsync(SampleEvents.OrderPlaced, SampleEvents.Order());

        await host.AdvanceAsync(TimeSpan.FromDays(6));

        var attempts = (await host.Queue.ListAttemptsAsync()).Reverse().ToArray();
        attempts.Select(a => a.Number).Should().Equal(Enumerable.Range(1, 10));
        attempts.Select(a => a.Outcome).Should().Equal([.. Enumerable.Repeat(AttemptOutcome.Failure, 9), AttemptOutcome.Dead]);
        attempts[^1].Code.Should().Be(ErrorCodes.AttemptsExhausted);
        attempts[^1].Warnings.Should().ContainSingle().Which.Should().Contain(ErrorCodes.Http5xx);
        attempts[0].Should().BeEquivalentTo(new { StatusCode = 503, Code = ErrorCodes.Http5xx, Response = "down", StartedAt = published });
        for (var i = 0; i < RetryLadder.Default.Delays.Length; i++)
        {
            var rung = RetryLadder.Default.Delays[i];
            (attempts[i + 1].StartedAt - attempts[i].StartedAt).Should().BeCloseTo(rung, (rung * 0.2) + TimeSpan.FromMilliseconds(1));
        }

        var delivery = (await host.Queue.ListAsync()).Single();
        delivery.Should().BeEquivalentTo(new { Status = DeliveryStatus.Dead, Attempts = 10, LastError = ErrorCodes.AttemptsExhausted });
    }

    [Fact]
    public async Task A_subscriptions_own_ladder_comes_first()
    {
        await using var host = await StartAsync();
        host.Adapter.Answers.Next(Failure, DeliveryResult.Delivered(200, "thanks"));
        await host.SubscribeAsync("shop.*", d => d.RetryDelays = [60]);
        await host.Publisher.PublishAsync(SampleEvents.OrderPlaced, SampleEvents.Order());
        await host.AdvanceAsync(TimeSpan.FromSeconds(40));
        host.Adapter.Sends.Should().ContainSingle();

        await host.AdvanceAsync(TimeSpan.FromSeconds(40));

        host.Adapter.Sends.Select(s => s.Attempt).Should().Equal(1, 2);
        host.Adapter.Sends.Select(s => s.DeliveryId).Distinct().Should().ContainSingle();
        (await host.Queue.GetStatsAsync()).Completed.Should().Be(1);
    }

    [Fact]
    public async Task An_empty_ladder_is_one_attempt()
    {
        await using var host = await StartAsync();
        host.Adapter.Answers.Always(Failure);
        await host.SubscribeAsync("shop.*", d => d.RetryDelays = []);

        await host.Publisher.PublishAsync(SampleEvents.OrderPlaced, SampleEvents.Order());
        await host.AdvanceAsync(TimeSpan.FromDays(10));

        host.Adapter.Sends.Should().ContainSingle();
        (await host.Queue.GetStatsAsync()).Failed.Should().Be(1);
    }

    [Fact]
    public async Task Retry_after_moves_the_next_attempt_later_but_never_earlier()
    {
        await using var host = await StartAsync();
        host.Adapter.Answers.Next(
            DeliveryResult.Retry(ErrorCodes.Http429, statusCode: 429, retryAfter: TimeSpan.FromHours(1)),
            DeliveryResult.Retry(ErrorCodes.Http429, statusCode: 429, retryAfter: TimeSpan.FromSeconds(1)));
        await host.SubscribeAsync("shop.*", d => d.RetryDelays = [10, 600]);
        await host.Publisher.PublishAsync(SampleEvents.OrderPlaced, SampleEvents.Order());

        await host.AdvanceAsync(TimeSpan.FromHours(3));

        var starts = (await host.Queue.ListAttemptsAsync()).Reverse().Select(a => a.StartedAt).ToArray();
        (starts[1] - starts[0]).Should().BeCloseTo(TimeSpan.FromHours(1), TimeSpan.FromMilliseconds(1));
        (starts[2] - starts[1]).Should().BeCloseTo(TimeSpan.FromSeconds(600), TimeSpan.FromSeconds(121));
    }

    [Fact]
    public async Task A_rejected_delivery_is_dead_at_once()
    {
        await using var host = await StartAsync();
        host.Adapter.Answers.Always(DeliveryResult.Rejected(ErrorCodes.PayloadRefused, "too big", 413));
        var subscription = await host.SubscribeAsync("shop.*");

        await host.Publisher.PublishAsync(SampleEvents.OrderPlaced, SampleEvents.Order());
        await host.WhenIdleAsync();

        var attempt = (await host.Queue.ListAttemptsAsync()).Single();
        attempt.Should().BeEquivalentTo(new { Outcome = AttemptOutcome.Dead, Code = ErrorCodes.PayloadRefused, StatusCode = 413 });
        (await host.Subscriptions.FindAsync(subscription.Id))!.Status.Should().Be(SubscriptionStatus.Active);
    }

    [Fact]
    public async Task A_gone_endpoint_disables_its_subscription_and_resume_reactivates_it()
    {
        await using var host = await StartAsync();
        host.Adapter.Answers.Next(DeliveryResult.Gone(ErrorCodes.EndpointGone, statusCode: 410));
        var subscription = await host.SubscribeAsync("shop.*");

        await host.Publisher.PublishAsync(SampleEvents.OrderPlaced, SampleEvents.Order());
        await host.WhenIdleAsync();
        var disabled = await host.Subscriptions.FindAsync(subscription.Id);
        var unmatched = await host.Publisher.PublishAsync(SampleEvents.OrderPlaced, SampleEvents.Order());
        await host.Subscriptions.ResumeAsync(subscription.Id);
        var matched = await host.Publisher.PublishAsync(SampleEvents.OrderPlaced, SampleEvents.Order());
        await host.WhenIdleAsync();

        disabled!.Status.Should().Be(SubscriptionStatus.Disabled);
        unmatched.Deliveries.Should().Be(0);
        matched.Deliveries.Should().Be(1);
        var stats = await host.Queue.GetStatsAsync();
        (stats.Failed, stats.Completed).Should().Be((1, 1));
    }

    [Fact]
    public async Task A_send_that_takes_too_long_is_a_timeout_even_when_it_ignores_its_token()
    {
        await using var host = await StartAsync(o => o.DeliveryTimeout = TimeSpan.FromSeconds(30));
        var never = new TaskCompletionSource<DeliveryResult>();
        host.Adapter.Answers.Always(ScriptedAnswer.Run(_ => new ValueTask<DeliveryResult>(never.Task)));
        await host.SubscribeAsync("shop.*");
        await host.Publisher.PublishAsync(SampleEvents.OrderPlaced, SampleEvents.Order());
        await host.Adapter.WhenSendBeginsAsync();

        host.Clock.Advance(TimeSpan.FromSeconds(30));
        await host.Clock.WhenTimerIsSetAsync(host.Clock.GetUtcNow() + TimeSpan.FromSeconds(1)).WaitAsync(TestHosts.Patience);
        host.Clock.Advance(TimeSpan.FromSeconds(1));
        await host.WhenIdleAsync();

        var attempt = (await host.Queue.ListAttemptsAsync()).Single();
        attempt.Should().BeEquivalentTo(new
        {
            Outcome = AttemptOutcome.Failure, Code = ErrorCodes.Timeout, Duration = TimeSpan.FromSeconds(31),
        });
    }

    [Fact]
    public async Task A_result_that_comes_with_the_cancellation_counts()
    {
        await using var host = await StartAsync(o => o.DeliveryTimeout = TimeSpan.FromSeconds(30));
        host.Adapter.Answers.Always(ScriptedAnswer.Run(async token =>
        {
            var cancelled = new TaskCompletionSource();
            await using var registration = token.Register(cancelled.SetResult);
            await cancelled.Task;
            return DeliveryResult.Delivered(200);
        }));
        await host.SubscribeAsync("shop.*");
        await host.Publisher.PublishAsync(SampleEvents.OrderPlaced, SampleEvents.Order());
        await host.Adapter.WhenSendBeginsAsync();

        host.Clock.Advance(TimeSpan.FromSeconds(30));
        await host.WhenIdleAsync();

        (await host.Queue.GetStatsAsync()).Completed.Should().Be(1);
    }

    [Fact]
    public async Task A_timeout_of_an_adapter_that_minds_its_token_is_a_failure()
    {
        await using var host = await StartSendingForEverAsync(o => o.DeliveryTimeout = TimeSpan.FromSeconds(30));

        host.Clock.Advance(TimeSpan.FromSeconds(30));
        await host.WhenIdleAsync();

        var attempt = (await host.Queue.ListAttemptsAsync()).Single();
        (attempt.Outcome, attempt.Code).Should().Be((AttemptOutcome.Failure, ErrorCodes.Timeout));
    }

    [Fact]
    public async Task An_adapter_that_throws_is_a_failure_and_is_logged()
    {
        await using var host = await StartAsync();
        host.Adapter.Answers.Always(ScriptedAnswer.Throw(new InvalidOperationException("broken adapter")));
        await host.SubscribeAsync("shop.*");

        await host.Publisher.PublishAsync(SampleEvents.OrderPlaced, SampleEvents.Order());
        await host.WhenIdleAsync();

        var attempt = (await host.Queue.ListAttemptsAsync()).Single();
        attempt.Should().BeEquivalentTo(new { Outcome = AttemptOutcome.Failure, Code = ErrorCodes.AdapterFailed });
        host.Logs.Entries.Should().ContainSingle(e => e.Id == 3008).Which.Exception!.Message.Should().Be("broken adapter");
    }

    [Fact]
    public async Task A_hanging_receiver_delays_nobody_else()
    {
        await using var host = await StartAsync(o => (o.MaxConcurrentDeliveries, o.MaxConcurrentDeliveriesPerSubscription) = (4, 2));
        var hanging = await host.SubscribeAsync("shop.*");
        var healthy = await host.SubscribeAsync("shop.*");
        host.Adapter.AnswersTo(hanging).Always(ScriptedAnswer.Hang);

        for (var i = 0; i < 100; i++)
        {
            await host.Publisher.PublishAsync(SampleEvents.OrderPlaced, SampleEvents.Order());
        }

        await host.WhenIdleAsync();

        host.Adapter.SendsTo(hanging).Should().HaveCount(2, "a subscription gets no more workers than it may have");
        var stats = await host.Queue.GetStatsAsync();
        (stats.Completed, stats.Failed).Should().Be((100, 0));
        host.Adapter.SendsTo(healthy).Should().HaveCount(100);
    }

    [Fact]
    public async Task A_pause_holds_what_is_queued_and_resume_releases_it()
    {
        await using var host = await StartAsync();
        host.Adapter.Answers.Next(Failure);
        var subscription = await host.SubscribeAsync("shop.*");
        await host.Publisher.PublishAsync(SampleEvents.OrderPlaced, SampleEvents.Order());
        await host.WhenIdleAsync();
        await host.Subscriptions.PauseAsync(subscription.Id);

        await host.AdvanceAsync(TimeSpan.FromDays(1));
        host.Adapter.Sends.Should().ContainSingle("it is held");
        await host.Subscriptions.ResumeAsync(subscription.Id);
        await host.WhenIdleAsync();

        host.Adapter.Sends.Select(s => s.Attempt).Should().Equal(1, 2);
        (await host.Queue.GetStatsAsync()).Completed.Should().Be(1);
    }

    [Fact]
    public async Task A_delete_cancels_what_is_queued_and_lets_a_send_finish()
    {
        await using var host = await StartAsync(o => o.MaxConcurrentDeliveriesPerSubscription = 1);
        host.Adapter.Hold();
        var subscription = await host.SubscribeAsync("shop.*");
        await host.Publisher.PublishAsync(SampleEvents.OrderPlaced, SampleEvents.Order());
        await host.Publisher.PublishAsync(SampleEvents.OrderPlaced, SampleEvents.Order());
        await host.Adapter.WhenSendBeginsAsync();

        await host.Subscriptions.DeleteAsync(subscription.Id);
        host.Adapter.Release();
        await host.WhenIdleAsync();

        (await host.Queue.GetStatsAsync()).Should().Be(new DeliveryStats(0, 0, 0, 1, 0, 1));
        host.Adapter.Sends.Should().ContainSingle();
    }

    [Fact]
    public async Task A_stopping_host_lets_sends_finish()
    {
        await using var host = await StartAsync();
        host.Adapter.Hold();
        await host.SubscribeAsync("shop.*");
        await host.Publisher.PublishAsync(SampleEvents.OrderPlaced, SampleEvents.Order());
        await host.Adapter.WhenSendBeginsAsync();

        var stopping = host.StopAsync();
        host.Adapter.Release();
        await stopping;

        (await host.Queue.GetStatsAsync()).Completed.Should().Be(1);
    }

    [Fact]
    public async Task A_send_that_outlasts_the_drain_is_cancelled_and_given_back_untried()
    {
        await using var host = await StartSendingForEverAsync(o => o.DrainTimeout = TimeSpan.FromSeconds(20));

        var stopping = host.StopAsync();
        await host.Clock.WhenTimerIsSetAsync(host.Clock.GetUtcNow() + TimeSpan.FromSeconds(20)).WaitAsync(TestHosts.Patience);
        host.Clock.Advance(TimeSpan.FromSeconds(20));
        await stopping;

        var delivery = (await host.Queue.ListAsync()).Single();
        delivery.Should().BeEquivalentTo(new { Status = DeliveryStatus.Scheduled, Attempts = 0, Failures = 0, Crashes = 0 });
        (await host.Queue.ListAttemptsAsync()).Should().BeEmpty("a cancelled send is neither a success nor a failure");
        host.Logs.Entries.Should().ContainSingle(e => e.Id == 3001).Which.Message.Should().Contain("1 deliveries");
    }

    [Fact]
    public async Task A_response_is_stored_cut_and_without_secrets()
    {
        await using var host = await StartAsync();
        host.Adapter.Signs = true;
        var secret = WebhookSecret.Generate().Reveal();
        var bare = secret[WebhookSecret.Prefix.Length..];
        host.Adapter.Answers.Always(DeliveryResult.Retry(ErrorCodes.Http5xx, $"your key is {secret}! {new string('é', 20_000)}", 500));
        await host.Subscriptions.CreateAsync(System.Text.Encoding.UTF8.GetBytes(
            $$$"""{"eventTypes":["shop.*"],"config":{"adapter":"adapter:recording","signingSecret":"{{{secret}}}"}}"""));

        await host.Publisher.PublishAsync(SampleEvents.OrderPlaced, SampleEvents.Order());
        await host.WhenIdleAsync();

        var response = (await host.Queue.ListAttemptsAsync()).Single().Response;
        response.Should().StartWith("your key is ***! éé");
        System.Text.Encoding.UTF8.GetByteCount(response!).Should().BeInRange(16 * 1024 - 2, 16 * 1024);
        host.Logs.Entries.Should().NotContain(e => e.Message.Contains(bare, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Without_a_dispatcher_nothing_is_sent()
    {
        await using var host = await StartAsync(o => o.RunDispatcher = false);
        await host.SubscribeAsync("shop.*");

        var receipt = await host.Publisher.PublishAsync(SampleEvents.OrderPlaced, SampleEvents.Order());
        await host.WhenIdleAsync();

        receipt.Deliveries.Should().Be(1);
        host.Adapter.Sends.Should().BeEmpty();
        (await host.Queue.GetStatsAsync()).Pending.Should().Be(1);
    }

    private static Task<EventBusTestHost> StartAsync(Action<EventBusOptions>? options = null) =>
        EventBusTestHost.StartAsync(b => b.AddDomain().CaptureLogs(), o => o.Bus = options);

    /// <summary>A host with one delivery on its way that ends only when it is cancelled.</summary>
    private static async Task<EventBusTestHost> StartSendingForEverAsync(Action<EventBusOptions> options)
    {
        var host = await StartAsync(options);
        host.Adapter.Answers.Always(ScriptedAnswer.Hang);
        await host.SubscribeAsync("shop.*");
        await host.Publisher.PublishAsync(SampleEvents.OrderPlaced, SampleEvents.Order());
        await host.Adapter.WhenSendBeginsAsync();
        return host;
    }
}
