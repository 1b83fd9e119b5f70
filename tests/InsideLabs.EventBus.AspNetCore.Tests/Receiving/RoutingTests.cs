using System.Net;
using InsideLabs.EventBus.AspNetCore.Receiving;
using InsideLabs.EventBus.Errors;
using InsideLabs.EventBus.Events;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace InsideLabs.EventBus.AspNetCore.Tests.Receiving;

/// <summary>Which handler is called, and with what.</summary>
public sealed class RoutingTests
{
    private readonly List<string> _called = [];

    [Theory]
    [InlineData("shop.order.placed", "exact")]
    [InlineData("shop.order.paid", "shop.order.*")]
    [InlineData("shop.order.line.added", "shop.order.*")]
    [InlineData("shop.customer.created", "shop.*")]
    public async Task Exactly_one_handler_is_called_the_most_specific(string type, string expected)
    {
        await using var host = await ReceiverHost.StartAsync(options => options
            .Handle("shop.*", (_, _) => Called("shop.*"))
            .Handle(ShopEvents.OrderPlaced, (_, _) => Called("exact"))
            .Handle("shop.order.*", (_, _) => Called("shop.order.*")));

        (await host.DeliverAsync(body: ReceiverHost.Body(type))).Status.Should().Be(HttpStatusCode.OK);

        _called.Should().Equal(expected);
    }

    [Fact]
    public async Task An_event_that_nobody_handles_is_answered_with_200_and_a_warning_and_leaves_no_receipt()
    {
        await using var host = await ReceiverHost.StartAsync(options => options.Handle("shop.order.*", (_, _) => Called("shop.order.*")));

        var answer = await host.DeliverAsync(body: ReceiverHost.Body("shop.customer.created"));

        answer.Status.Should().Be(HttpStatusCode.OK);
        _called.Should().BeEmpty();
        host.Logs.Entries.Should().ContainSingle(e => e.Level == LogLevel.Warning && e.Id == 6002).Which.Message
            .Should().Contain("shop.customer.created").And.Contain("d-1");
        (await host.IsNewAsync("d-1")).Should().BeTrue();
    }

    [Fact]
    public async Task One_handler_can_take_what_no_other_takes()
    {
        await using var host = await ReceiverHost.StartAsync(options => options
            .HandleOthers((_, _) => Called("others"))
            .Handle("shop.order.*", (_, _) => Called("shop.order.*")));

        await host.DeliverAsync("d-1");
        await host.DeliverAsync("d-2", ReceiverHost.Body("shop.customer.created"));
        await host.DeliverAsync("d-2", ReceiverHost.Body("shop.customer.created"));

        _called.Should().Equal("shop.order.*", "others");
    }

    [Fact]
    public async Task A_handler_is_told_everything_about_the_event()
    {
        var received = new TaskCompletionSource<ReceivedEvent<OrderPlacedPayload>>();
        await using var host = await ReceiverHost.StartAsync(options => options.Handle(ShopEvents.OrderPlaced, (e, _) =>
        {
            e.Services.GetRequiredService<TimeProvider>().Should().NotBeNull();
            e.HttpContext.Request.Path.Value.Should().Be("/hook");
            e.Receipt.MessageId.Should().Be("d-77");
            received.SetResult(e);
            return ValueTask.CompletedTask;
        }));

        await host.DeliverAsync("d-77", ReceiverHost.Body(payload: """{"orderId":"o-9","items":3,"other":1e400}""", eventId: "e-9"), attempt: 4);

        var e = await received.Task.WaitAsync(ReceiverHost.Patience);
        e.Payload.Should().Be(new OrderPlacedPayload { OrderId = "o-9", Items = 3 });
        e.Envelope.Id.Value.Should().Be("e-9");
        e.Envelope.Payload.ToArray().Should().Equal("""{"orderId":"o-9","items":3,"other":1e400}"""u8.ToArray());
        (e.DeliveryId, e.Attempt, e.SubscriptionId).Should().Be(("d-77", 4, "s-1"));
    }

    [Fact]
    public async Task A_payload_that_does_not_fit_is_refused_with_every_path_and_can_come_again()
    {
        await using var host = await ReceiverHost.StartAsync(options => options.Handle(ShopEvents.OrderPlaced, (_, _) => Called("exact")));

        var answer = await host.DeliverAsync(body: ReceiverHost.Body(payload: """{"items":"three"}"""));

        (answer.Status, answer.Code).Should().Be((HttpStatusCode.BadRequest, ErrorCodes.PayloadInvalid));
        answer.Body.Should().Contain("payload.orderId").And.Contain("payload.items");
        _called.Should().BeEmpty();
        (await host.DeliverAsync()).Status.Should().Be(HttpStatusCode.OK);
        _called.Should().Equal("exact");
    }

    [Fact]
    public async Task Handlers_can_be_classes_with_services_of_the_request()
    {
        await using var host = await ReceiverHost.StartAsync(
            options => options
                .Handle<OrderPlacedPayload, OrderHandler>(ShopEvents.OrderPlaced)
                .Handle<RawHandler>("shop.*"),
            services => services.AddInMemoryReceipts().AddSingleton(_called).AddScoped<RequestState>().AddScoped<OrderHandler>().AddScoped<RawHandler>());

        await host.DeliverAsync("d-1");
        await host.DeliverAsync("d-2");
        await host.DeliverAsync("d-3", ReceiverHost.Body("shop.customer.created"));

        _called.Should().Equal("o-1 first of its request", "o-1 first of its request", "shop.customer.created");
    }

    private ValueTask Called(string handler)
    {
        _called.Add(handler);
        return ValueTask.CompletedTask;
    }

    private sealed class RequestState
    {
        public int Uses { get; set; }
    }

    private sealed class OrderHandler(RequestState state, List<string> called) : IReceivedEventHandler<OrderPlacedPayload>
    {
        public ValueTask HandleAsync(ReceivedEvent<OrderPlacedPayload> received, CancellationToken cancellationToken)
        {
            called.Add($"{received.Payload.OrderId} {(state.Uses++ == 0 ? "first of its request" : "state of another request")}");
            return ValueTask.CompletedTask;
        }
    }

    private sealed class RawHandler(List<string> called) : IReceivedEventHandler<EventEnvelope>
    {
        public ValueTask HandleAsync(ReceivedEvent<EventEnvelope> received, CancellationToken cancellationToken)
        {
            called.Add(received.Payload.Type.Value);
            return ValueTask.CompletedTask;
        }
    }
}
