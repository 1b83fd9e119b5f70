using System.Text;
using InsideLabs.EventBus.Conformance;
using InsideLabs.EventBus.Conformance.Hosting;
using InsideLabs.EventBus.Deliveries;
using InsideLabs.EventBus.Errors;

namespace InsideLabs.EventBus.Tests.Publishing;

public sealed class EventPublisherTests
{
    public static TheoryData<string, string, string> EventTypeRows()
    {
        var rows = new TheoryData<string, string, string>();
        foreach (var row in ConformanceCases.BadInputs("eventType"))
        {
            rows.Add(
                row.GetProperty("id").GetString()!,
                ConformanceCases.Text(row.GetProperty("input")),
                row.GetProperty("expected").GetProperty("code").GetString()!);
        }

        return rows;
    }

    [Fact]
    public async Task A_published_event_is_stored_matched_and_delivered()
    {
        await using var host = await StartAsync();
        await host.SubscribeAsync("shop.order.*", d => d.EventTypes = ["shop.order.*", "shop.*"]);
        await host.SubscribeAsync("shop.order.placed");
        await host.SubscribeAsync("shop.cart.changed");

        var receipt = await host.Publisher.PublishAsync(SampleEvents.OrderPlaced, SampleEvents.Order("o-7"));
        await host.WhenIdleAsync();

        receipt.Deliveries.Should().Be(2, "overlapping patterns of one subscription make one delivery");
        receipt.Duplicate.Should().BeFalse();
        receipt.EventId.Should().HaveLength(26);
        host.Adapter.Sends.Should().HaveCount(2);
        var envelope = host.Adapter.Sends[0].Occurrence.Event;
        Encoding.UTF8.GetString(envelope.Utf8Json.Span).Should().Be(
            $$$"""{"eventId":"{{{receipt.EventId}}}","eventType":"shop.order.placed","eventCategory":"order","sourceDomain":"Shop","timestamp":"2026-04-08T12:00:00.000Z","payload":{"orderId":"o-7"}}""");
        (await host.Queue.GetStatsAsync()).Should().Be(new DeliveryStats(0, 0, 0, 2, 0, 0));
    }

    [Fact]
    public async Task An_event_that_nobody_wants_is_stored_all_the_same()
    {
        await using var host = await StartAsync();

        var receipt = await host.Publisher.PublishAsync(SampleEvents.OrderPlaced, SampleEvents.Order());

        receipt.Deliveries.Should().Be(0);
        (await host.Deliveries.FindOccurrenceAsync(receipt.EventId, default)).Should().NotBeNull();
    }

    [Theory]
    [MemberData(nameof(EventTypeRows))]
    public async Task A_bad_event_type_is_refused_with_its_code(string id, string type, string code)
    {
        await using var host = await StartAsync(options: o => o.AllowUnregisteredTypes = true);

        var refused = await RefusedAsync(host, SampleEvents.Raw(type, id: "known-id"));

        refused.Should().ContainSingle(id).Which.Should().BeEquivalentTo(new { Field = "eventType", Code = code });
        (await host.Deliveries.FindOccurrenceAsync("known-id", default)).Should().BeNull();
    }

    [Fact]
    public async Task An_unknown_type_names_the_nearest_known_one()
    {
        await using var host = await StartAsync();

        var refused = await RefusedAsync(host, SampleEvents.Raw("shop.order.plaecd"));

        var fault = refused.Should().ContainSingle().Which;
        fault.Code.Should().Be(ErrorCodes.EventTypeUnknown);
        fault.Message.Should().Contain("'shop.order.plaecd'").And.Contain("Did you mean 'shop.order.placed'?");
    }

    [Fact]
    public async Task A_foreign_domain_is_refused()
    {
        await using var host = await StartAsync();

        var refused = await RefusedAsync(host, SampleEvents.Raw("shop.order.placed") with { SourceDomain = "Membership" });
        var otherCase = await RefusedAsync(host, SampleEvents.Raw("shop.order.placed") with { SourceDomain = "shop" });

        refused.Should().ContainSingle().Which.Should().BeEquivalentTo(new { Field = "sourceDomain", Code = ErrorCodes.EventNotOwned });
        refused[0].Message.Should().Contain("'Shop'").And.Contain("'Membership'");
        otherCase.Should().ContainSingle().Which.Code.Should().Be(ErrorCodes.EventNotOwned);
    }

    [Fact]
    public async Task A_shared_event_says_which_producer_publishes_it()
    {
        await using var host = await StartAsync();
        var raw = SampleEvents.Raw("shared.purchase.completed", "{}");

        var nobody = await RefusedAsync(host, raw);
        var stranger = await RefusedAsync(host, raw with { SourceDomain = "Engagement" });
        var receipt = await host.Publisher.PublishAsync(raw with { SourceDomain = "Membership" });

        nobody.Should().ContainSingle().Which.Should().BeEquivalentTo(new { Field = "sourceDomain", Code = ErrorCodes.FieldRequired });
        stranger.Should().ContainSingle().Which.Code.Should().Be(ErrorCodes.EventNotOwned);
        var stored = await host.Deliveries.FindOccurrenceAsync(receipt.EventId, default);
        stored!.Event.SourceDomain.Should().Be("Membership");
    }

    [Fact]
    public async Task A_missing_required_property_is_refused_with_its_path()
    {
        await using var host = await StartAsync();

        var missing = await RefusedAsync(host, SampleEvents.Raw("shop.order.placed", """{"total":5}"""));
        var wrong = await RefusedAsync(host, SampleEvents.Raw("shop.order.placed", """{"orderId":"x","total":"five"}"""));
        var typed = await RefusedAsync(host, NewEvent.Of(SampleEvents.OrderPlaced, new OrderPayload { OrderId = null! }));

        missing.Should().ContainSingle().Which.Should().BeEquivalentTo(new { Field = "payload.orderId", Code = ErrorCodes.PayloadInvalid });
        missing[0].Message.Should().Contain("$.orderId").And.Contain("shop.order.placed");
        wrong.Should().ContainSingle().Which.Field.Should().Be("payload.total");
        typed.Should().ContainSingle().Which.Code.Should().Be(ErrorCodes.PayloadInvalid);
    }

    [Theory]
    [InlineData("[]", "payload", ErrorCodes.TypeMismatch)]
    [InlineData("5", "payload", ErrorCodes.TypeMismatch)]
    [InlineData("", "payload", ErrorCodes.JsonMalformed)]
    [InlineData("{\"a\":NaN}", "payload", ErrorCodes.JsonMalformed)]
    [InlineData("{\"a\":1,\"a\":2}", "payload.a", ErrorCodes.JsonDuplicateProperty)]
    [InlineData("{\"a\":\"\\ud800\"}", "payload.a", ErrorCodes.JsonInvalidString)]
    [InlineData("{\"b\":[0,{\"a\":\"\\u0000\"}]}", "payload.b[1].a", ErrorCodes.JsonInvalidString)]
    public async Task A_payload_that_could_become_poison_is_refused(string payload, string field, string code)
    {
        await using var host = await StartAsync();

        var refused = await RefusedAsync(host, SampleEvents.Raw("shop.cart.changed", payload));

        refused.Should().ContainSingle().Which.Should().BeEquivalentTo(new { Field = field, Code = code });
    }

    [Fact]
    public async Task A_payload_is_bounded_in_size_and_depth()
    {
        await using var host = await StartAsync();

        var large = await RefusedAsync(host, SampleEvents.Raw("shop.cart.changed", $$$"""{"a":"{{{new string('x', 1024 * 1024)}}}"}"""));
        var deep = await RefusedAsync(host, SampleEvents.Raw("shop.cart.changed", Nested(65)));
        var allowed = await host.Publisher.PublishAsync(SampleEvents.Raw("shop.cart.changed", Nested(64)));

        large.Should().ContainSingle().Which.Code.Should().Be(ErrorCodes.PayloadTooLarge);
        deep.Should().ContainSingle().Which.Code.Should().Be(ErrorCodes.JsonTooDeep);
        allowed.Duplicate.Should().BeFalse();

        static string Nested(int depth) => $"{{\"a\":{new string('[', depth - 1)}{new string(']', depth - 1)}}}";
    }

    [Fact]
    public async Task The_bytes_delivered_are_the_bytes_published()
    {
        const string payload = """{ "big":12345678901234567890123,"huge":1e400 , "text":"\u00e9é/\/" }""";
        await using var host = await StartAsync();
        await host.SubscribeAsync("shop.*");

        await host.Publisher.PublishAsync(SampleEvents.Raw("shop.cart.changed", $"\r\n {payload}\t"));
        await host.WhenIdleAsync();

        Encoding.UTF8.GetString(host.Adapter.Sends[0].Occurrence.Event.Payload.Span).Should().Be(payload);
    }

    [Fact]
    public async Task Publishing_an_id_again_is_a_no_op_with_the_same_receipt()
    {
        await using var host = await StartAsync();
        await host.SubscribeAsync("shop.*");
        var first = await host.Publisher.PublishAsync(SampleEvents.Raw("shop.cart.changed", """{"a":1}""", "my-id"));
        await host.SubscribeAsync("shop.*");

        var second = await host.Publisher.PublishAsync(SampleEvents.Raw("shop.cart.changed", """{"a":1}""", "my-id"));
        await host.WhenIdleAsync();

        first.Should().Be(new PublishReceipt("my-id", 1, false));
        second.Should().Be(new PublishReceipt("my-id", 1, true));
        host.Adapter.Sends.Should().ContainSingle();
    }

    [Fact]
    public async Task An_id_used_for_other_content_is_a_conflict_and_the_first_stays()
    {
        await using var host = await StartAsync();
        await host.Publisher.PublishAsync(SampleEvents.Raw("shop.cart.changed", """{"a":1}""", "my-id"));

        var publish = async () => await host.Publisher.PublishAsync(SampleEvents.Raw("shop.cart.changed", """{"a":2}""", "my-id"));

        (await publish.Should().ThrowAsync<EventBusConflictException>()).Which.Code.Should().Be(ErrorCodes.IdempotencyConflict);
        var stored = await host.Deliveries.FindOccurrenceAsync("my-id", default);
        Encoding.UTF8.GetString(stored!.Event.Payload.Span).Should().Be("""{"a":1}""");
    }

    [Theory]
    [InlineData("a.b")]
    [InlineData("x\r\ny")]
    [InlineData("")]
    public async Task A_malformed_event_id_is_refused(string id)
    {
        await using var host = await StartAsync();

        var refused = await RefusedAsync(host, SampleEvents.Raw("shop.cart.changed", "{}", id));

        refused.Should().ContainSingle().Which.Should().BeEquivalentTo(new { Field = "eventId", Code = ErrorCodes.EventIdMalformed });
    }

    [Fact]
    public async Task A_batch_is_all_or_nothing_and_names_every_fault()
    {
        await using var host = await StartAsync();
        NewEvent[] batch =
        [
            SampleEvents.Raw("shop.cart.changed", "{}", "good"),
            SampleEvents.Raw("nope", "{}"),
            SampleEvents.Raw("shop.order.placed", "{}"),
            SampleEvents.Raw("shop.cart.changed", "{", "bad id"),
        ];

        var publish = async () => await host.Publisher.PublishAsync(batch);

        (await publish.Should().ThrowAsync<EventBusValidationException>()).Which.Faults.Select(f => f.Field).Should().Equal(
            "[1].eventType", "[2].payload.orderId", "[3].eventId", "[3].payload");
        (await host.Deliveries.FindOccurrenceAsync("good", default)).Should().BeNull();
    }

    [Fact]
    public async Task A_batch_answers_in_order()
    {
        await using var host = await StartAsync();
        await host.SubscribeAsync("shop.cart.changed");

        var receipts = await host.Publisher.PublishAsync(
        [
            SampleEvents.Raw("shop.cart.changed", "{}", "a"),
            SampleEvents.Raw("shop.order.placed", id: "b"),
            SampleEvents.Raw("shop.cart.changed", "{}", "a"),
        ]);

        receipts.Should().Equal(new PublishReceipt("a", 1, false), new PublishReceipt("b", 0, false), new PublishReceipt("a", 1, true));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1001)]
    public async Task A_batch_holds_one_to_a_thousand(int size)
    {
        await using var host = await StartAsync();
        var batch = Enumerable.Range(0, size).Select(_ => SampleEvents.Raw("shop.cart.changed", "{}")).ToArray();

        var publish = async () => await host.Publisher.PublishAsync(batch);

        (await publish.Should().ThrowAsync<EventBusValidationException>()).Which.Code.Should().Be(ErrorCodes.ParameterInvalid);
    }

    [Fact]
    public async Task An_unregistered_type_takes_its_source_from_its_first_segment()
    {
        await using var host = await StartAsync(options: o => o.AllowUnregisteredTypes = true);

        var receipt = await host.Publisher.PublishAsync(SampleEvents.Raw("new_world.thing.seen", "{}"));

        var envelope = (await host.Deliveries.FindOccurrenceAsync(receipt.EventId, default))!.Event;
        envelope.SourceDomain.Should().Be("New_world");
        envelope.Category.Should().Be("thing");
    }

    [Fact]
    public async Task Given_fields_are_taken_over()
    {
        await using var host = await StartAsync();
        var when = new DateTimeOffset(2020, 1, 2, 3, 4, 5, 6, TimeSpan.FromHours(2));

        var receipt = await host.Publisher.PublishAsync(
            SampleEvents.OrderShipped,
            SampleEvents.Order(),
            new PublishOptions { EventId = "given", Timestamp = when, SourceDomain = "Shop" });
        var other = await host.Publisher.PublishAsync(SampleEvents.Raw("shop.cart.changed", "{}") with { EventCategory = "basket" });

        var envelope = (await host.Deliveries.FindOccurrenceAsync("given", default))!.Event;
        receipt.EventId.Should().Be("given");
        envelope.Timestamp.Should().Be(when);
        envelope.Category.Should().Be("logistics", "the definition says so");
        (await host.Deliveries.FindOccurrenceAsync(other.EventId, default))!.Event.Category.Should().Be("basket");
    }

    [Fact]
    public async Task A_publish_after_a_change_has_returned_sees_it()
    {
        await using var host = await StartAsync();
        for (var i = 0; i < 20; i++)
        {
            var subscription = await host.SubscribeAsync("shop.cart.changed");
            (await host.Publisher.PublishAsync(SampleEvents.Raw("shop.cart.changed", "{}"))).Deliveries.Should().Be(1);
            await host.Subscriptions.PauseAsync(subscription.Id);
            (await host.Publisher.PublishAsync(SampleEvents.Raw("shop.cart.changed", "{}"))).Deliveries.Should().Be(0);
            await host.Subscriptions.ResumeAsync(subscription.Id);
            (await host.Publisher.PublishAsync(SampleEvents.Raw("shop.cart.changed", "{}"))).Deliveries.Should().Be(1);
            await host.Subscriptions.DeleteAsync(subscription.Id);
            (await host.Publisher.PublishAsync(SampleEvents.Raw("shop.cart.changed", "{}"))).Deliveries.Should().Be(0);
        }
    }

    [Fact]
    public async Task Publishers_and_subscription_changes_do_not_disturb_each_other()
    {
        await using var host = await StartAsync();
        await host.SubscribeAsync("shop.cart.changed");

        var changes = Task.Run(async () =>
        {
            for (var i = 0; i < 200; i++)
            {
                await host.Subscriptions.DeleteAsync((await host.SubscribeAsync("shop.order.*")).Id);
            }
        });
        var publishes = Enumerable.Range(0, 4).Select(p => Task.Run(async () =>
        {
            for (var i = 0; i < 200; i++)
            {
                (await host.Publisher.PublishAsync(SampleEvents.Raw("shop.cart.changed", "{}", $"{p}-{i}"))).Deliveries.Should().Be(1);
            }
        }));
        await Task.WhenAll([changes, .. publishes]).WaitAsync(TestHosts.Patience);
        await host.WhenIdleAsync();

        host.Adapter.Sends.Select(s => s.Occurrence.Id).Should().OnlyHaveUniqueItems().And.HaveCount(800);
    }

    [Fact]
    public async Task A_cancelled_publish_stores_nothing()
    {
        await using var host = await StartAsync();
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();

        var publish = async () => await host.Publisher.PublishAsync(SampleEvents.Raw("shop.cart.changed", "{}", "x"), cancelled.Token);

        await publish.Should().ThrowAsync<OperationCanceledException>();
        (await host.Deliveries.FindOccurrenceAsync("x", default)).Should().BeNull();
    }

    private static Task<EventBusTestHost> StartAsync(Action<EventBusOptions>? options = null) =>
        EventBusTestHost.StartAsync(b => b.AddDomain(), o => o.Bus = options);

    private static async Task<IReadOnlyList<Fault>> RefusedAsync(EventBusTestHost host, NewEvent newEvent)
    {
        var publish = async () => await host.Publisher.PublishAsync(newEvent);
        return (await publish.Should().ThrowAsync<EventBusValidationException>()).Which.Faults;
    }
}
