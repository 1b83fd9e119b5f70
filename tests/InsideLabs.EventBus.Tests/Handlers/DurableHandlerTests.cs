using InsideLabs.EventBus.Adapters;
using InsideLabs.EventBus.Conformance.Hosting;
using InsideLabs.EventBus.Deliveries;
using InsideLabs.EventBus.Errors;
using InsideLabs.EventBus.Events;
using InsideLabs.EventBus.Handlers;
using InsideLabs.EventBus.Subscriptions;
using Microsoft.Extensions.DependencyInjection;

namespace InsideLabs.EventBus.Tests.Handlers;

public sealed class DurableHandlerTests
{
    [Fact]
    public async Task A_durable_handler_is_retried_and_audited_like_any_delivery()
    {
        var seen = new List<EventContext<OrderPayload>>();
        await using var host = await EventBusTestHost.StartAsync(b => b.AddDomain().AddHandler<OrderPayload>(
            "shop.order.*",
            (context, _) =>
            {
                seen.Add(context);
                return seen.Count == 1 ? throw new InvalidOperationException("not yet") : default;
            },
            durable: "orders"));

        var receipt = await host.Publisher.PublishAsync(SampleEvents.OrderPlaced, SampleEvents.Order("o-3"));
        await host.AdvanceAsync(TimeSpan.FromSeconds(10));

        receipt.Deliveries.Should().Be(1);
        seen.Select(c => (c.Payload.OrderId, c.Attempt)).Should().Equal(("o-3", 1), ("o-3", 2));
        seen[0].DeliveryId.Should().NotBeNull().And.Be(seen[1].DeliveryId);
        var attempts = await host.Queue.ListAttemptsAsync();
        attempts.Select(a => (a.Outcome, a.Code)).Should().Equal(
            (AttemptOutcome.Success, null), (AttemptOutcome.Failure, ErrorCodes.HandlerFailed));
        attempts[1].Response.Should().Contain("not yet");
        attempts.Should().OnlyContain(a => a.Adapter == AdapterNames.Handler);
    }

    [Fact]
    public async Task A_handler_may_take_longer_than_the_delivery_timeout()
    {
        var done = new TaskCompletionSource();
        await using var host = await EventBusTestHost.StartAsync(b => b.AddDomain().AddHandler<EventEnvelope>(
            "shop.*", (_, token) => new ValueTask(done.Task.WaitAsync(token)), durable: "slow"));
        await host.Publisher.PublishAsync(SampleEvents.OrderPlaced, SampleEvents.Order());

        host.Clock.Advance(TimeSpan.FromHours(1));
        done.SetResult();
        await host.WhenIdleAsync();

        (await host.Queue.GetStatsAsync()).Completed.Should().Be(1);
    }

    [Fact]
    public async Task A_payload_that_does_not_fit_is_dead_at_once()
    {
        await using var host = await EventBusTestHost.StartAsync(
            b => b.AddHandler("new.thing.*", (EventContext<OrderPayload> _, CancellationToken _) => default, "orders", SampleJson.Default.OrderPayload),
            o => o.Bus = bus => bus.AllowUnregisteredTypes = true);

        await host.Publisher.PublishAsync(SampleEvents.Raw("new.thing.seen", """{"other":1}"""));
        await host.WhenIdleAsync();

        var attempt = (await host.Queue.ListAttemptsAsync()).Single();
        (attempt.Outcome, attempt.Code).Should().Be((AttemptOutcome.Dead, ErrorCodes.PayloadInvalid));
    }

    [Fact]
    public async Task Its_subscription_is_made_once_and_follows_the_pattern()
    {
        var store = new InsideLabs.EventBus.InMemory.InMemoryStore(new VirtualClock());
        var first = await StartAsync("shop.order.*");
        var created = (await first.Subscriptions.ListAsync()).Single();
        await first.Subscriptions.PauseAsync(created.Id);
        await first.DisposeAsync();

        var second = await StartAsync("shop.order.*");
        var again = (await second.Subscriptions.ListAsync()).Single();
        await second.DisposeAsync();
        var third = await StartAsync("shop.*");
        var changed = (await third.Subscriptions.ListAsync()).Single();
        await third.DisposeAsync();

        again.Id.Should().Be(created.Id);
        again.Status.Should().Be(SubscriptionStatus.Paused, "a restart does not undo what a person chose");
        changed.Id.Should().Be(created.Id);
        changed.Match.EventTypes.Single().Value.Should().Be("shop.*");

        Task<EventBusTestHost> StartAsync(string pattern) => EventBusTestHost.StartAsync(b =>
        {
            b.AddDomain().UseInMemoryStore().AddHandler<EventEnvelope>(pattern, (_, _) => default, durable: "orders");
            b.Services.AddSingleton(store);
        });
    }

    [Fact]
    public async Task Two_durable_handlers_of_one_name_are_a_start_up_error()
    {
        await using var host = EventBusTestHost.Build(b => b.AddDomain()
            .AddHandler<EventEnvelope>("shop.order.*", (_, _) => default, durable: "same")
            .AddHandler<EventEnvelope>("shop.cart.*", (_, _) => default, durable: "same"));

        var start = () => host.StartAsync();

        (await start.Should().ThrowAsync<InvalidOperationException>()).Which.Message
            .Should().Contain("'same'").And.Contain("shop.order.*").And.Contain("shop.cart.*");
    }

    [Fact]
    public async Task A_subscription_may_name_only_a_handler_that_exists()
    {
        await using var host = await EventBusTestHost.StartAsync(b => b.AddDomain()
            .AddHandler<EventEnvelope>("shop.order.*", (_, _) => default, durable: "orders"));

        var create = async () => await host.Subscriptions.CreateAsync(new SubscriptionDraft
        {
            EventTypes = ["shop.*"],
            Config = """{"adapter":"adapter:handler","handler":"order"}"""u8.ToArray(),
        });

        var fault = (await create.Should().ThrowAsync<EventBusValidationException>()).Which.Faults.Single();
        fault.Should().BeEquivalentTo(new { Field = "config.handler", Code = ErrorCodes.ConfigInvalid });
        fault.Message.Should().Contain("Did you mean 'orders'?");
    }
}
