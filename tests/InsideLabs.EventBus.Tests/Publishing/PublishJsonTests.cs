using System.Text;
using InsideLabs.EventBus.Conformance.Hosting;
using InsideLabs.EventBus.Errors;

namespace InsideLabs.EventBus.Tests.Publishing;

/// <summary>Publishing from the JSON form: what the HTTP API receives, and what a broker brings.</summary>
public sealed class PublishJsonTests
{
    private const string Placed = """{"eventType":"shop.order.placed","payload":{"orderId":"o-1"}}""";

    [Fact]
    public async Task An_object_is_one_event_with_everything_it_gives()
    {
        await using var host = await EventBusTestHost.StartAsync(bus => bus.AddDomain());

        var receipts = await host.Publisher.PublishAsync(Bytes(
            """
            {"timestamp":"2026-01-02T03:04:05+01:00", "eventId":"e-1", "sourceDomain":"Shop","eventCategory":"special",
             "payload": {"orderId" : "o-1"} ,"eventType":"shop.order.placed"}
            """));

        receipts.Should().Equal(new PublishReceipt("e-1", Deliveries: 0, Duplicate: false));
        var stored = await host.Deliveries.FindOccurrenceAsync("e-1", default);
        Encoding.UTF8.GetString(stored!.Body.Span).Should().Be(
            """{"eventId":"e-1","eventType":"shop.order.placed","eventCategory":"special","sourceDomain":"Shop","timestamp":"2026-01-02T02:04:05.000Z","payload":{"orderId" : "o-1"}}""");
    }

    [Fact]
    public async Task What_is_null_counts_as_absent()
    {
        await using var host = await EventBusTestHost.StartAsync(bus => bus.AddDomain());
        var receipts = await host.Publisher.PublishAsync(Bytes(
            """{"eventId":null,"timestamp":null,"sourceDomain":null,"eventCategory":null,"eventType":"shop.order.placed","payload":{"orderId":"o-1"}}"""));
        receipts.Single().EventId.Should().HaveLength(26);
    }

    [Fact]
    public async Task The_same_event_from_JSON_and_from_its_parts_is_one()
    {
        await using var host = await EventBusTestHost.StartAsync(bus => bus.AddDomain());
        await host.Publisher.PublishAsync(SampleEvents.Raw("shop.order.placed", id: "once"));

        var again = await host.Publisher.PublishAsync(Bytes("""[{"eventType":"shop.order.placed","payload":{"orderId":"o-1"},"eventId":"once"}]"""));

        again.Single().Duplicate.Should().BeTrue();
    }

    [Theory]
    [InlineData("""[{"eventType":"shop.order.placed","payload":{"orderId":"o-1"}},{"eventType":"","payload":{}}]""", "[1].eventType event_type_empty")]
    [InlineData("""{"eventType":"shop.cart.changed","payload":{},"payloads":{}}""", "payloads property_unknown")]
    [InlineData("""{"eventType":"shop.cart.changed","payload":"{}"}""", "payload type_mismatch")]
    [InlineData("""{"eventType":["shop.cart.changed"],"payload":{}}""", "eventType event_type_malformed")]
    [InlineData("""{"eventType":"shop.cart.changed","payload":{},"eventId":"\udfff"}""", "eventId event_id_malformed")]
    [InlineData("""{"eventType":"shop.cart.changed","payload":{"a":["\u0000"]}}""", "payload.a[0] json_invalid_string")]
    [InlineData("""[{"eventType":"shop.cart.changed","payload":{}},{"eventType":"shop.cart.changed","payload":{"a":{"b":1,"b":2}}}]""", "[1].payload.a.b json_duplicate_property")]
    [InlineData("""{"eventType":"shop.cart.changed","payload":{},"sourceDomain":""}""", "sourceDomain parameter_invalid")]
    [InlineData("""{"eventType":"shared.purchase.completed","payload":{},"sourceDomain":[1,{"a":2}]}""", "sourceDomain type_mismatch")]
    [InlineData("""[[]]""", "[0] type_mismatch")]
    [InlineData("", " json_malformed")]
    [InlineData("[", " json_malformed")]
    [InlineData("[] []", " json_malformed")]
    [InlineData("   ", " json_malformed")]
    [InlineData("[]", " parameter_invalid")]
    public async Task What_is_wrong_is_told_by_field_and_code(string json, string fault)
    {
        await using var host = await EventBusTestHost.StartAsync(bus => bus.AddDomain());
        var publish = async () => await host.Publisher.PublishAsync(Bytes(json));
        var refused = (await publish.Should().ThrowAsync<EventBusValidationException>()).Which;
        refused.Faults.Select(f => $"{f.Field} {f.Code}").Should().Equal(fault);
    }

    [Theory]
    [InlineData(1000, true)]
    [InlineData(1001, false)]
    public async Task A_batch_has_at_most_a_thousand_events(int count, bool accepted)
    {
        await using var host = await EventBusTestHost.StartAsync(bus => bus.AddDomain());
        var publish = async () => await host.Publisher.PublishAsync(Bytes($"[{string.Join(',', Enumerable.Repeat(Placed, count))}]"));
        if (accepted)
        {
            (await publish()).Should().HaveCount(count);
        }
        else
        {
            (await publish.Should().ThrowAsync<EventBusValidationException>()).Which.Code.Should().Be(ErrorCodes.ParameterInvalid);
        }
    }

    [Fact]
    public async Task A_payload_beyond_the_host_s_limit_is_refused_from_JSON_too()
    {
        await using var host = await EventBusTestHost.StartAsync(bus => bus.AddDomain(), o => o.Bus = options => options.MaxPayloadBytes = 1024);
        var publish = async () => await host.Publisher.PublishAsync(Bytes($$$"""{"eventType":"shop.cart.changed","payload":{"a":"{{{new string('x', 1024)}}}"}}"""));
        (await publish.Should().ThrowAsync<EventBusValidationException>()).Which.Code.Should().Be(ErrorCodes.PayloadTooLarge);
    }

    private static ReadOnlyMemory<byte> Bytes(string json) => Encoding.UTF8.GetBytes(json);
}
