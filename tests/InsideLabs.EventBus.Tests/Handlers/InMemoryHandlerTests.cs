using System.Threading.Channels;
using InsideLabs.EventBus.Conformance.Hosting;
using InsideLabs.EventBus.Diagnostics;
using InsideLabs.EventBus.Events;
using InsideLabs.EventBus.Handlers;
using Microsoft.Extensions.DependencyInjection;

namespace InsideLabs.EventBus.Tests.Handlers;

public sealed class InMemoryHandlerTests
{
    [Fact]
    public async Task A_handler_gets_the_bound_payload_of_what_it_listens_to()
    {
        var seen = new List<EventContext<OrderPayload>>();
        await using var host = await StartAsync(b => b.AddHandler<OrderPayload>("shop.order.*", (context, _) =>
        {
            seen.Add(context);
            return default;
        }));

        await host.Publisher.PublishAsync(SampleEvents.OrderPlaced, SampleEvents.Order("o-9"));
        await host.Publisher.PublishAsync(SampleEvents.Raw("shop.cart.changed", "{}"));
        await host.WhenIdleAsync();

        var context = seen.Should().ContainSingle().Which;
        context.Payload.OrderId.Should().Be("o-9");
        context.Event.Type.Value.Should().Be("shop.order.placed");
        (context.DeliveryId, context.Attempt).Should().Be(((Guid?)null, 1));
    }

    [Fact]
    public async Task A_duplicate_is_not_handled_again()
    {
        var seen = new List<string>();
        await using var host = await StartAsync(b => b.AddHandler<EventEnvelope>("shop.*", (context, _) =>
        {
            seen.Add(context.Event.Id.Value);
            return default;
        }));

        await host.Publisher.PublishAsync(SampleEvents.Raw("shop.cart.changed", "{}", "x"));
        await host.Publisher.PublishAsync(SampleEvents.Raw("shop.cart.changed", "{}", "x"));
        await host.WhenIdleAsync();

        seen.Should().Equal("x");
    }

    [Fact]
    public async Task One_handlers_exceptions_and_delays_are_its_own()
    {
        var handled = Channel.CreateUnbounded<string>();
        var never = new TaskCompletionSource();
        await using var host = await StartAsync(b => b
            .AddHandler<EventEnvelope>("shop.*", (_, _) => throw new InvalidOperationException("bad handler"))
            .AddHandler<EventEnvelope>("shop.*", (_, token) => new ValueTask(never.Task.WaitAsync(token)))
            .AddHandler<EventEnvelope>("shop.*", (context, token) => handled.Writer.WriteAsync(context.Event.Id.Value, token)));

        for (var i = 0; i < 10; i++)
        {
            await host.Publisher.PublishAsync(SampleEvents.Raw("shop.cart.changed", "{}", $"e{i}"));
        }

        for (var i = 0; i < 10; i++)
        {
            (await handled.Reader.ReadAsync().AsTask().WaitAsync(TestHosts.Patience)).Should().Be($"e{i}", "events come in order");
        }

        never.SetResult();
        await host.WhenIdleAsync();
        host.Logs.Entries.Where(e => e.Id == 4000).Should().HaveCount(10)
            .And.OnlyContain(e => e.Exception!.Message == "bad handler" && e.Message.Contains("shop.*", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_full_queue_makes_the_publisher_wait()
    {
        var release = new TaskCompletionSource();
        var handled = 0;
        await using var host = await StartAsync(
            b => b.AddHandler<EventEnvelope>("shop.*", async (_, token) =>
            {
                await release.Task.WaitAsync(token);
                handled++;
            }),
            o => o.HandlerQueueCapacity = 1);
        var publishes = Enumerable.Range(0, 4)
            .Select(i => host.Publisher.PublishAsync(SampleEvents.Raw("shop.cart.changed", "{}", $"e{i}")).AsTask()).ToArray();

        var waiting = publishes.Count(p => !p.IsCompleted);
        release.SetResult();
        await Task.WhenAll(publishes).WaitAsync(TestHosts.Patience);
        await host.WhenIdleAsync();

        waiting.Should().BeGreaterThanOrEqualTo(2, "one event is in the handler's hands at most, and one waits in its queue");
        handled.Should().Be(4);
    }

    [Fact]
    public async Task A_host_may_choose_to_drop_instead_and_is_told()
    {
        var release = new TaskCompletionSource();
        var handled = 0;
        await using var host = await StartAsync(
            b => b.AddHandler<EventEnvelope>("shop.*", async (_, token) =>
            {
                await release.Task.WaitAsync(token);
                handled++;
            }),
            o => (o.HandlerQueueCapacity, o.HandlerOverflow) = (1, HandlerOverflow.Drop));

        for (var i = 0; i < 5; i++)
        {
            await host.Publisher.PublishAsync(SampleEvents.Raw("shop.cart.changed", "{}")).AsTask().WaitAsync(TestHosts.Patience);
        }

        release.SetResult();
        await host.WhenIdleAsync();
        var dropped = host.Logs.Entries.Count(e => e.Id == 4001);
        dropped.Should().BeInRange(3, 4);
        handled.Should().Be(5 - dropped);
    }

    [Fact]
    public async Task A_handler_class_is_made_in_a_scope_of_its_own()
    {
        await using var host = await StartAsync(b =>
        {
            b.Services.AddSingleton<Ledger>();
            b.Services.AddScoped<ScopedThing>();
            b.AddHandler<OrderPayload, OrderHandler>("shop.order.placed");
        });

        await host.Publisher.PublishAsync(SampleEvents.OrderPlaced, SampleEvents.Order("a"));
        await host.Publisher.PublishAsync(SampleEvents.OrderPlaced, SampleEvents.Order("b"));
        await host.WhenIdleAsync();

        var ledger = host.Services.GetRequiredService<Ledger>();
        ledger.Entries.Select(e => e.OrderId).Should().Equal("a", "b");
        ledger.Entries.Select(e => e.Scope).Distinct().Should().HaveCount(2);
    }

    [Fact]
    public async Task A_handler_that_cannot_take_what_it_listens_to_is_a_start_up_error()
    {
        await using var host = EventBusTestHost.Build(b => b.AddDomain().AddHandler<OrderPayload>("shop.*", (_, _) => default));

        var start = () => host.StartAsync();

        (await start.Should().ThrowAsync<InvalidOperationException>()).Which.Message
            .Should().Contain("shop.*").And.Contain("OrderPayload").And.Contain("shop.cart.changed");
    }

    [Fact]
    public async Task A_stopping_host_finishes_what_is_queued()
    {
        var handled = 0;
        await using var host = await StartAsync(b => b.AddHandler<EventEnvelope>("shop.*", async (_, _) =>
        {
            await Task.Yield();
            handled++;
        }));
        for (var i = 0; i < 50; i++)
        {
            await host.Publisher.PublishAsync(SampleEvents.Raw("shop.cart.changed", "{}"));
        }

        await host.StopAsync();

        handled.Should().Be(50);
        host.Services.GetRequiredService<IdleSignal>().IsIdle.Should().BeTrue();
    }

    private static Task<EventBusTestHost> StartAsync(
        Action<InsideLabs.EventBus.Registration.IEventBusBuilder> configure,
        Action<EventBusOptions>? options = null) => EventBusTestHost.StartAsync(
        b =>
        {
            b.AddDomain().CaptureLogs();
            configure(b);
        },
        o => o.Bus = options);

    private sealed class Ledger
    {
        public List<(string OrderId, Guid Scope)> Entries { get; } = [];
    }

    private sealed class ScopedThing
    {
        public Guid Id { get; } = Guid.NewGuid();
    }

    private sealed class OrderHandler(Ledger ledger, ScopedThing scope) : IEventHandler<OrderPayload>
    {
        public ValueTask HandleAsync(EventContext<OrderPayload> context, CancellationToken cancellationToken)
        {
            ledger.Entries.Add((context.Payload.OrderId, scope.Id));
            return default;
        }
    }
}
