using InsideLabs.EventBus.Adapters;
using InsideLabs.EventBus.Conformance;
using InsideLabs.EventBus.Conformance.Hosting;
using InsideLabs.EventBus.Deliveries;
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
        host.Adapter.Answers.Next(Failure, Failure, Failure);
        await SubscribeAsync(host, retryDelays: [60]);
        await PublishAsync(host, 1);
        await host.AdvanceAsync(TimeSpan.FromMinutes(5));
        var dead = (await host.Queue.ListAsync()).Single();
        dead.Should().BeEquivalentTo(new { Status = DeliveryStatus.Dead, Attempts = 2 });

        var retried = await host.Queue.RetryAsync(dead.Id);
        await host.AdvanceAsync(TimeSpan.FromMinutes(5));

        retried.Should().BeEquivalentTo(new { dead.Id, Failures = 0, CompletedAt = (DateTimeOffset?)null });
        host.Adapter.Sends.Select(s => s.Attempt).Should().Equal(1, 2, 3, 4);
        (await host.Queue.FindAsync(dead.Id))!.Status.Should().Be(DeliveryStatus.Delivered);
        (await host.Queue.ListAttemptsAsync()).Select(a => a.Outcome).Should().Equal(
            AttemptOutcome.Success, AttemptOutcome.Failure, AttemptOutcome.Dead, AttemptOutcome.Failure);
    }

    [Fact]
    public async Task A_retry_names_what_stands_in_its_way()
    {
        await using var host = await StartAsync();
        host.Adapter.Answers.Next(DeliveryResult.Rejected(ErrorCodes.PayloadRefused));
        var (gone, kept) = (await host.SubscribeAsync("shop.order.*"), await host.SubscribeAsync("shop.cart.*"));
        await PublishAsync(host, 1);
        await host.WhenIdleAsync();
        await host.Publisher.PublishAsync(SampleEvents.Raw("shop.cart.changed", "{}"));
        await host.WhenIdleAsync();
        await host.Subscriptions.DeleteAsync(gone.Id);
        var dead = (await host.Queue.ListAsync(new DeliveryFilter { SubscriptionId = gone.Id })).Single();
        var delivered = (await host.Queue.ListAsync(new DeliveryFilter { SubscriptionId = kept.Id })).Single();

        await ShouldConflictAsync(() => host.Queue.RetryAsync(dead.Id), ErrorCodes.SubscriptionDeleted, dead.Id);
        await ShouldConflictAsync(() => host.Queue.RetryAsync(delivered.Id), ErrorCodes.NotFailed, delivered.Id);
        var unknown = async () => await host.Queue.RetryAsync(TestData.NewId());
        (await unknown.Should().ThrowAsync<EventBusNotFoundException>()).Which.Code.Should().Be(ErrorCodes.NotFound);
    }

    [Fact]
    public async Task A_cancelled_delivery_is_not_tried_again()
    {
        await using var host = await StartAsync();
        host.Adapter.Answers.Always(Failure);
        await SubscribeAsync(host);
        await PublishAsync(host, 1);
        await host.WhenIdleAsync();
        var retry = (await host.Queue.ListAsync()).Single();

        var cancelled = await host.Queue.CancelAsync(retry.Id);
        await host.AdvanceAsync(TimeSpan.FromDays(1));

        cancelled.Should().BeEquivalentTo(new { retry.Id, Status = DeliveryStatus.Cancelled, Attempts = 1, LastError = ErrorCodes.Http5xx });
        (await host.Queue.CancelAsync(retry.Id)).Should().Be(cancelled);
        host.Adapter.Sends.Should().ContainSingle();
    }

    [Fact]
    public async Task A_send_that_is_cancelled_may_still_succeed()
    {
        await using var host = await StartAsync();
        host.Adapter.Hold();
        await SubscribeAsync(host);
        await PublishAsync(host, 1);
        var id = (await host.Adapter.WhenSendBeginsAsync()).DeliveryId;

        var cancelled = await host.Queue.CancelAsync(id);
        host.Adapter.Release();
        await host.WhenIdleAsync();

        cancelled.Status.Should().Be(DeliveryStatus.Cancelled);
        (await host.Queue.FindAsync(id))!.Status.Should().Be(DeliveryStatus.Delivered);
        await ShouldConflictAsync(() => host.Queue.CancelAsync(id), ErrorCodes.AlreadyDelivered, id);
    }

    [Fact]
    public async Task What_is_unknown_cannot_be_cancelled_and_is_not_found()
    {
        await using var host = await StartAsync();

        var cancel = async () => await host.Queue.CancelAsync(TestData.NewId());

        await cancel.Should().ThrowAsync<EventBusNotFoundException>();
        (await host.Queue.FindAsync(TestData.NewId())).Should().BeNull();
    }

    [Fact]
    public async Task A_purge_goes_on_until_nothing_is_left_and_counts()
    {
        await using var host = await StartAsync();
        await SubscribeAsync(host);
        await host.Publisher.PublishAsync([.. Enumerable.Range(0, 1000).Select(_ => SampleEvents.Raw("shop.cart.changed", "{}"))]);
        await PublishAsync(host, 30);
        await host.WhenIdleAsync();
        await host.AdvanceAsync(TimeSpan.FromHours(1));
        await PublishAsync(host, 2);
        await host.WhenIdleAsync();

        (await host.Queue.PurgeAsync(DeliveryStatus.Delivered, host.Clock.GetUtcNow())).Should().Be(1030);
        (await host.Queue.PurgeAsync(DeliveryStatus.Dead, host.Clock.GetUtcNow())).Should().Be(0);

        (await host.Queue.GetStatsAsync()).Should().Be(default(DeliveryStats) with { Completed = 2 });
        (await host.Queue.ListAttemptsAsync()).Should().HaveCount(1032);
    }

    [Theory]
    [InlineData(DeliveryStatus.Scheduled)]
    [InlineData(DeliveryStatus.Claimed)]
    [InlineData(DeliveryStatus.Cancelled)]
    [InlineData((DeliveryStatus)9)]
    public async Task Only_what_was_delivered_or_died_can_be_purged(DeliveryStatus status)
    {
        await using var host = await StartAsync();

        var purge = async () => await host.Queue.PurgeAsync(status, host.Clock.GetUtcNow());

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

        var purge = async () => await host.Queue.PurgeAsync(
            DeliveryStatus.Delivered, host.Clock.GetUtcNow(), new CancellationToken(canceled: true));

        await purge.Should().ThrowAsync<OperationCanceledException>();
        (await host.Queue.GetStatsAsync()).Completed.Should().Be(1);
    }

    private static Task<EventBusTestHost> StartAsync() => EventBusTestHost.StartAsync(b => b.AddDomain());

    private static Task<Subscription> SubscribeAsync(EventBusTestHost host, double[]? retryDelays = null) =>
        host.SubscribeAsync("shop.*", draft => draft.RetryDelays = retryDelays);

    private static async Task PublishAsync(EventBusTestHost host, int count)
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
