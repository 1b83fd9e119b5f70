using InsideLabs.EventBus.Adapters;
using InsideLabs.EventBus.Conformance;
using InsideLabs.EventBus.Conformance.Hosting;
using InsideLabs.EventBus.Deliveries;
using InsideLabs.EventBus.Dispatching;
using InsideLabs.EventBus.Errors;
using InsideLabs.EventBus.Subscriptions;
using Microsoft.Extensions.DependencyInjection;

namespace InsideLabs.EventBus.Tests.Dispatching;

public sealed class DeliveryQueueTests
{
    private static readonly DeliveryResult Failure = DeliveryResult.Retry(ErrorCodes.Http5xx, "down", 503);

    [Fact]
    public async Task A_retry_of_a_dead_delivery_wakes_the_dispatcher_and_has_a_fresh_ladder()
    {
        await using var host = await StartAsync();
        host.Adapter.Script(Failure, Failure, Failure, DeliveryResult.Delivered());
        await SubscribeAsync(host, retryDelays: [60]);
        await PublishAsync(host, 1);
        await host.AdvanceAsync(TimeSpan.FromMinutes(5));
        var dead = (await Queue(host).ListAsync()).Single();
        dead.Should().BeEquivalentTo(new { Status = DeliveryStatus.Dead, Attempts = 2 });

        var retried = await Queue(host).RetryAsync(dead.Id);
        await host.AdvanceAsync(TimeSpan.FromMinutes(5));

        retried.Should().BeEquivalentTo(new { dead.Id, Failures = 0, CompletedAt = (DateTimeOffset?)null });
        host.Adapter.Sent.Select(s => s.Attempt).Should().Equal(1, 2, 3, 4);
        (await Queue(host).FindAsync(dead.Id))!.Status.Should().Be(DeliveryStatus.Delivered);
        (await Queue(host).ListAttemptsAsync()).Select(a => a.Outcome).Should().Equal(
            AttemptOutcome.Success, AttemptOutcome.Failure, AttemptOutcome.Dead, AttemptOutcome.Failure);
    }

    [Fact]
    public async Task A_retry_names_what_stands_in_its_way()
    {
        await using var host = await StartAsync();
        host.Adapter.Script(DeliveryResult.Rejected(ErrorCodes.PayloadRefused), DeliveryResult.Delivered());
        var (gone, kept) = (await host.SubscribeAsync("gone", "shop.order.*"), await host.SubscribeAsync("kept", "shop.cart.*"));
        await PublishAsync(host, 1);
        await host.IdleAsync();
        await host.Publisher.PublishAsync(SampleEvents.Raw("shop.cart.changed", "{}"));
        await host.IdleAsync();
        await host.Subscriptions.DeleteAsync(gone.Id);
        var dead = (await Queue(host).ListAsync(new DeliveryFilter { SubscriptionId = gone.Id })).Single();
        var delivered = (await Queue(host).ListAsync(new DeliveryFilter { SubscriptionId = kept.Id })).Single();

        await ShouldConflictAsync(() => Queue(host).RetryAsync(dead.Id), ErrorCodes.SubscriptionDeleted, dead.Id);
        await ShouldConflictAsync(() => Queue(host).RetryAsync(delivered.Id), ErrorCodes.NotFailed, delivered.Id);
        var unknown = async () => await Queue(host).RetryAsync(TestData.NewId());
        (await unknown.Should().ThrowAsync<EventBusNotFoundException>()).Which.Code.Should().Be(ErrorCodes.NotFound);
    }

    [Fact]
    public async Task A_cancelled_delivery_is_not_tried_again()
    {
        await using var host = await StartAsync();
        host.Adapter.Script(Failure);
        await SubscribeAsync(host);
        await PublishAsync(host, 1);
        await host.IdleAsync();
        var retry = (await Queue(host).ListAsync()).Single();

        var cancelled = await Queue(host).CancelAsync(retry.Id);
        await host.AdvanceAsync(TimeSpan.FromDays(1));

        cancelled.Should().BeEquivalentTo(new { retry.Id, Status = DeliveryStatus.Cancelled, Attempts = 1, LastError = ErrorCodes.Http5xx });
        (await Queue(host).CancelAsync(retry.Id)).Should().Be(cancelled);
        host.Adapter.Sent.Should().ContainSingle();
    }

    [Fact]
    public async Task A_send_that_is_cancelled_may_still_succeed()
    {
        await using var host = await StartAsync();
        var answer = new TaskCompletionSource<DeliveryResult>();
        host.Adapter.Answer = (_, token) => new ValueTask<DeliveryResult>(answer.Task.WaitAsync(token));
        await SubscribeAsync(host);
        await PublishAsync(host, 1);
        var id = (await host.Adapter.NextAsync()).DeliveryId;

        var cancelled = await Queue(host).CancelAsync(id);
        answer.SetResult(DeliveryResult.Delivered());
        await host.IdleAsync();

        cancelled.Status.Should().Be(DeliveryStatus.Cancelled);
        (await Queue(host).FindAsync(id))!.Status.Should().Be(DeliveryStatus.Delivered);
        await ShouldConflictAsync(() => Queue(host).CancelAsync(id), ErrorCodes.AlreadyDelivered, id);
    }

    [Fact]
    public async Task What_is_unknown_cannot_be_cancelled_and_is_not_found()
    {
        await using var host = await StartAsync();

        var cancel = async () => await Queue(host).CancelAsync(TestData.NewId());

        await cancel.Should().ThrowAsync<EventBusNotFoundException>();
        (await Queue(host).FindAsync(TestData.NewId())).Should().BeNull();
    }

    [Fact]
    public async Task A_purge_goes_on_until_nothing_is_left_and_counts()
    {
        await using var host = await StartAsync();
        await SubscribeAsync(host);
        await host.Publisher.PublishAsync([.. Enumerable.Range(0, 1000).Select(_ => SampleEvents.Raw("shop.cart.changed", "{}"))]);
        await PublishAsync(host, 30);
        await host.IdleAsync();
        await host.AdvanceAsync(TimeSpan.FromHours(1));
        await PublishAsync(host, 2);
        await host.IdleAsync();

        (await Queue(host).PurgeAsync(DeliveryStatus.Delivered, host.Time.GetUtcNow())).Should().Be(1030);
        (await Queue(host).PurgeAsync(DeliveryStatus.Dead, host.Time.GetUtcNow())).Should().Be(0);

        (await Queue(host).GetStatsAsync()).Should().Be(default(DeliveryStats) with { Completed = 2 });
        (await Queue(host).ListAttemptsAsync()).Should().HaveCount(1032);
    }

    [Theory]
    [InlineData(DeliveryStatus.Scheduled)]
    [InlineData(DeliveryStatus.Claimed)]
    [InlineData(DeliveryStatus.Cancelled)]
    [InlineData((DeliveryStatus)9)]
    public async Task Only_what_was_delivered_or_died_can_be_purged(DeliveryStatus status)
    {
        await using var host = await StartAsync();

        var purge = async () => await Queue(host).PurgeAsync(status, host.Time.GetUtcNow());

        (await purge.Should().ThrowAsync<EventBusValidationException>()).Which.Faults.Should().ContainSingle()
            .Which.Should().BeEquivalentTo(new { Field = "status", Code = ErrorCodes.ParameterInvalid });
    }

    [Fact]
    public async Task A_purge_stops_between_two_bites()
    {
        await using var host = await StartAsync();
        await SubscribeAsync(host);
        await PublishAsync(host, 1);
        await host.AdvanceAsync(TimeSpan.FromHours(1));

        var purge = async () => await Queue(host).PurgeAsync(
            DeliveryStatus.Delivered, host.Time.GetUtcNow(), new CancellationToken(canceled: true));

        await purge.Should().ThrowAsync<OperationCanceledException>();
        (await Queue(host).GetStatsAsync()).Completed.Should().Be(1);
    }

    private static DeliveryQueue Queue(BusHost host) => host.Services.GetRequiredService<DeliveryQueue>();

    private static Task<BusHost> StartAsync() => BusHost.StartAsync(b => b.AddDomain());

    private static async Task SubscribeAsync(BusHost host, double[]? retryDelays = null) => await host.Subscriptions.CreateAsync(
        new SubscriptionDraft { EventTypes = ["shop.*"], Config = RecordingAdapter.Config(), RetryDelays = retryDelays });

    private static async Task PublishAsync(BusHost host, int count)
    {
        for (var i = 0; i < count; i++)
        {
            await host.Publisher.PublishAsync(SampleEvents.OrderPlaced, SampleEvents.Order());
        }
    }

    private static async Task ShouldConflictAsync(Func<ValueTask<Delivery>> call, string code, Guid id)
    {
        var act = async () => await call();
        (await act.Should().ThrowAsync<EventBusConflictException>().WithMessage($"*{id}*")).Which.Code.Should().Be(code);
    }
}
