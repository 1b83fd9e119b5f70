using InsideLabs.EventBus.Adapters;
using InsideLabs.EventBus.Deliveries;
using InsideLabs.EventBus.Errors;

namespace InsideLabs.EventBus.Testing.Tests;

public sealed class DeliveryProbeTests
{
    private static readonly DeliveryResult Busy = DeliveryResult.Retry(ErrorCodes.Http5xx, "busy", 503);

    [Fact]
    public async Task It_gives_the_delivery_and_its_attempts_first_one_first()
    {
        await using var host = await TestBus.StartAsync();
        await host.SubscribeAsync("shop.*");
        host.Adapter.Answers.Next(Busy, Busy);
        var probe = host.Probe(await host.PublishAsync());

        var second = await probe.WhenAttemptedAsync(2);
        var delivered = await probe.WhenDeliveredAsync();

        (second.Number, second.Code).Should().Be((2, ErrorCodes.Http5xx));
        delivered.Should().BeEquivalentTo(await probe.DeliveryAsync());
        (await probe.AttemptsAsync()).Select(a => (a.Number, a.Outcome)).Should().Equal(
            (1, AttemptOutcome.Failure), (2, AttemptOutcome.Failure), (3, AttemptOutcome.Success));
        (await host.Probe(delivered.Id).WhenDeliveredAsync()).Should().BeEquivalentTo(delivered);
    }

    [Fact]
    public async Task Out_of_time_it_tells_the_state_and_the_attempts()
    {
        await using var host = await TestBus.StartAsync();
        await host.SubscribeAsync("shop.*", d => d.RetryDelays = [60, 3600]);
        host.Adapter.Answers.Always(Busy);
        var probe = host.Probe(await host.PublishAsync());

        var wait = () => probe.WhenDeliveredAsync(TimeSpan.FromMinutes(10));

        (await wait.Should().ThrowAsync<DeliveryProbeException>()).Which.Message.Should()
            .Contain("should have been delivered within 00:10:00")
            .And.Contain("Scheduled, due at ")
            .And.Contain("with 2 attempts:")
            .And.Contain("  1. 2026-04-08T12:00:00.0000000+00:00 Failure http_5xx 503 after 00:00:00 busy")
            .And.Contain("  2. 2026-04-08T12:0");
    }

    [Fact]
    public async Task What_cannot_come_any_more_is_not_waited_for()
    {
        await using var host = await TestBus.StartAsync();
        await host.SubscribeAsync("shop.*");
        host.Adapter.Answers.Next(DeliveryResult.Rejected(ErrorCodes.PayloadRefused)).Always(DeliveryResult.Delivered());
        var rejected = host.Probe(await host.PublishAsync());
        await host.WhenIdleAsync();
        var taken = host.Probe(await host.PublishAsync());
        var start = host.Clock.GetUtcNow();

        var delivered = () => rejected.WhenDeliveredAsync();
        var dead = () => taken.WhenDeadAsync();
        var attempted = () => taken.WhenAttemptedAsync(2);

        await delivered.Should().ThrowAsync<DeliveryProbeException>().WithMessage("*should have been delivered*it is Dead*payload_refused*");
        await dead.Should().ThrowAsync<DeliveryProbeException>().WithMessage("*should have been dead*it is Delivered, with 1 attempts*");
        await attempted.Should().ThrowAsync<DeliveryProbeException>().WithMessage("*should have been attempted 2 times*");
        host.Clock.GetUtcNow().Should().Be(start);
    }

    [Fact]
    public async Task A_subscription_tells_apart_the_deliveries_of_one_event()
    {
        await using var host = await TestBus.StartAsync();
        var (one, other) = (await host.SubscribeAsync("shop.*"), await host.SubscribeAsync("shop.order.*"));
        host.Adapter.AnswersTo(other).Always(DeliveryResult.Rejected(ErrorCodes.PayloadRefused));
        var eventId = await host.PublishAsync();

        (await host.Probe(eventId, one).WhenDeliveredAsync()).SubscriptionId.Should().Be(one.Id);
        (await host.Probe(eventId, other).WhenDeadAsync()).SubscriptionId.Should().Be(other.Id);
        var ambiguous = () => host.Probe(eventId).DeliveryAsync();
        await ambiguous.Should().ThrowAsync<DeliveryProbeException>().WithMessage("There are 2*name the subscription.");
    }

    [Fact]
    public async Task A_delivery_that_does_not_exist_is_named()
    {
        await using var host = await TestBus.StartAsync();
        var eventId = await host.PublishAsync();
        var subscription = await host.SubscribeAsync("shop.*");
        var id = Guid.CreateVersion7();

        var byEvent = () => host.Probe(eventId, subscription).WhenDeliveredAsync();
        var byId = () => host.Probe(id).WhenDeadAsync();

        await byEvent.Should().ThrowAsync<DeliveryProbeException>()
            .WithMessage($"There is no delivery of '{eventId}' to subscription {subscription.Id}. The queue holds 0 of that event*Did the subscription exist*");
        await byId.Should().ThrowAsync<DeliveryProbeException>().WithMessage($"There is no delivery {id}.");
    }
}
