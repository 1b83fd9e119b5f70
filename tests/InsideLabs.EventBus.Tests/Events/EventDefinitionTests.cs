using System.Text;
using System.Text.Json;
using InsideLabs.EventBus.Errors;
using InsideLabs.EventBus.Events;

namespace InsideLabs.EventBus.Tests.Events;

public sealed class EventDefinitionTests
{
    private const string Customer = "\"customer\":{\"userId\":\"u\",\"email\":\"e\"}";
    private const string Valid = "{\"orderId\":\"o-1\"," + Customer + "}";

    private static readonly EventDefinition<OrderPayload> Lenient =
        new("order.order.placed", "Order placed", OrderJson.Default.OrderPayload);

    private static readonly EventDefinition<OrderPayload> Strict =
        new("order.order.placed", "Order placed", OrderJson.Default.OrderPayload) { IsStrict = true };

    [Fact]
    public void A_definition_says_what_it_was_told()
    {
        Lenient.Type.Value.Should().Be("order.order.placed");
        Lenient.Description.Should().Be("Order placed");
        Lenient.Category.Should().Be("order");
        Lenient.Version.Should().Be(1);
        Lenient.PayloadType.Should().Be<OrderPayload>();
        new EventDefinition("a.b.c", "What") { Category = "other", Version = 2 }.Should()
            .Match<EventDefinition>(d => d.Category == "other" && d.Version == 2 && d.PayloadType == null);
    }

    [Fact]
    public void A_definition_needs_a_type_and_a_description()
    {
        FluentActions.Invoking(() => new EventDefinition("order.*", "What")).Should().Throw<EventBusValidationException>()
            .Which.Code.Should().Be(ErrorCodes.EventTypeMalformed);
        FluentActions.Invoking(() => new EventDefinition("order.order.placed", " ")).Should().Throw<ArgumentException>();
    }

    [Fact]
    public void An_untyped_definition_takes_any_object()
    {
        var definition = new EventDefinition("order.order.placed", "Order placed");

        definition.Check("""  {"a":[1,{"b":null}],"n":1e400} """u8).Should().BeEmpty();
        definition.ExportSchema().ToJsonString().Should().Be("""{"type":"object"}""");
    }

    [Theory]
    [InlineData("[]", ErrorCodes.TypeMismatch)]
    [InlineData("null", ErrorCodes.TypeMismatch)]
    [InlineData(" \"text\"", ErrorCodes.TypeMismatch)]
    [InlineData("", ErrorCodes.JsonMalformed)]
    [InlineData("{", ErrorCodes.JsonMalformed)]
    [InlineData("""{"a":1,"a":1}""", ErrorCodes.JsonDuplicateProperty, "payload.a")]
    [InlineData("""{"a":"\u0000"}""", ErrorCodes.JsonInvalidString, "payload.a")]
    public void What_is_no_strict_json_object_is_no_payload(string payload, string code, string field = "payload")
    {
        Lenient.Check(Encoding.UTF8.GetBytes(payload)).Select(f => (f.Field, f.Code)).Should().Equal((field, code));
    }

    [Theory]
    [InlineData(Valid)]
    [InlineData("{\"orderId\":\"o-1\"," + Customer + ",\"items\":[{\"sku\":\"a\",\"quantity\":2,\"unit price\":9.9}],\"gifts\":{\"x\":{\"sku\":\"b\"}}}")]
    [InlineData("{\"orderId\":\"o-1\"," + Customer + ",\"items\":null,\"placedAt\":\"2026-04-08T12:00:00+02:00\"}")]
    public void A_payload_that_fits_passes(string payload)
    {
        Lenient.Check(Encoding.UTF8.GetBytes(payload)).Should().BeEmpty();
        Strict.Check(Encoding.UTF8.GetBytes(payload)).Should().BeEmpty();
    }

    [Fact]
    public void Every_missing_member_is_named_at_once_with_its_own_path()
    {
        Fields(Lenient, """{"customer":{},"items":[{"sku":"a"},{"quantity":1},{}],"gifts":{"red":{}}}""").Should().BeEquivalentTo(
            "payload.orderId",
            "payload.customer.userId",
            "payload.customer.email",
            "payload.items[1].sku",
            "payload.items[2].sku",
            "payload.gifts.red.sku");
    }

    [Fact]
    public void A_missing_object_is_named_but_not_what_it_would_hold() =>
        Fields(Lenient, """{"orderId":"o-1"}""").Should().Equal("payload.customer");

    [Theory]
    [InlineData("{\"orderId\":7," + Customer + "}", "payload.orderId")]
    [InlineData("{\"orderId\":null," + Customer + "}", "payload.orderId")]
    [InlineData("{\"orderId\":\"o\",\"customer\":null}", "payload.customer")]
    [InlineData("{\"orderId\":\"o\",\"customer\":{\"userId\":\"u\",\"email\":null}}", "payload.customer.email")]
    [InlineData("{\"orderId\":\"o\"," + Customer + ",\"items\":{}}", "payload.items")]
    [InlineData("{\"orderId\":\"o\"," + Customer + ",\"items\":[{\"sku\":\"a\"},{\"sku\":\"b\",\"quantity\":\"2\"}]}", "payload.items[1].quantity")]
    [InlineData("{\"orderId\":\"o\"," + Customer + ",\"items\":[{\"sku\":\"a\",\"quantity\":1.5}]}", "payload.items[0].quantity")]
    [InlineData("{\"orderId\":\"o\"," + Customer + ",\"items\":[{\"sku\":\"a\",\"quantity\":99999999999}]}", "payload.items[0].quantity")]
    [InlineData("{\"orderId\":\"o\"," + Customer + ",\"items\":[{\"sku\":\"a\",\"unit price\":true}]}", "payload.items[0]['unit price']")]
    [InlineData("{\"orderId\":\"o\"," + Customer + ",\"gifts\":{\"x\":{\"sku\":[]}}}", "payload.gifts.x.sku")]
    [InlineData("{\"orderId\":\"o\"," + Customer + ",\"placedAt\":\"yesterday\"}", "payload.placedAt")]
    public void A_value_of_the_wrong_type_is_named_by_its_path(string payload, string field)
    {
        Lenient.Check(Encoding.UTF8.GetBytes(payload)).Select(f => (f.Field, f.Code)).Should().Equal((field, ErrorCodes.PayloadInvalid));
    }

    [Fact]
    public void A_wrong_type_and_a_missing_member_are_both_named()
    {
        Fields(Lenient, """{"requiredApprovals":"two","customer":{"userId":"u"}}""").Should()
            .BeEquivalentTo("payload.orderId", "payload.customer.email", "payload.requiredApprovals");
    }

    [Fact]
    public void Every_wrong_type_is_named_at_once_wherever_the_first_one_stands()
    {
        Fields(Lenient, """
            {"customer":{"userId":7},"items":[{"sku":null,"quantity":"2"},"none",{"sku":"b","unit price":[]}],"gifts":[],
             "placedAt":1,"requiredApprovals":null,"orderId":{}}
            """).Should().BeEquivalentTo(
            "payload.customer.userId",
            "payload.customer.email",
            "payload.items[0].sku",
            "payload.items[0].quantity",
            "payload.items[1]",
            "payload.items[2]['unit price']",
            "payload.gifts",
            "payload.placedAt",
            "payload.requiredApprovals",
            "payload.orderId");
    }

    [Fact]
    public void A_list_of_thousands_that_are_all_wrong_names_a_hundred()
    {
        var payload = "{\"orderId\":\"o\"," + Customer + ",\"items\":[" + string.Join(',', Enumerable.Repeat("7", 5_000)) + "]}";

        Fields(Lenient, payload).Should().HaveCount(100).And.Contain("payload.items[99]");
    }

    [Fact]
    public void A_required_constructor_parameter_is_named_like_a_required_member()
    {
        var definition = new EventDefinition<RefundPayload>("order.order.refunded", "Order refunded", OrderJson.Default.RefundPayload);

        Fields(definition, """{"amount":"much"}""").Should().BeEquivalentTo("payload.orderId", "payload.amount");
        Fields(definition, """{"orderId":"o-1"}""").Should().BeEmpty();
    }

    [Fact]
    public void A_payload_that_only_its_own_converter_refuses_is_named_by_the_serializers_path()
    {
        var definition = new EventDefinition<ReminderPayload>("order.order.due", "Order due", OrderJson.Default.ReminderPayload);

        Fields(definition, """{"after":"12","every":"soon"}""").Should().Equal("payload.every");
        Fields(definition, """{"after":"12","every":"00:05:00"}""").Should().BeEmpty();
    }

    [Fact]
    public void Names_compare_exactly() =>
        Fields(Lenient, "{\"OrderId\":\"o-1\"," + Customer + "}").Should().Equal("payload.orderId");

    [Fact]
    public void A_lenient_definition_accepts_members_that_its_type_does_not_have()
    {
        Fields(Lenient, Valid[..^1] + ",\"color\":\"red\",\"unwritten\":\"x\",\"deep\":{\"a\":[{}]}}").Should().BeEmpty();
    }

    [Fact]
    public void A_strict_definition_names_an_unknown_member_by_its_path()
    {
        Fields(Strict, Valid[..^1] + ",\"color\":\"red\"}").Should().Equal("payload.color");
        Fields(Strict, "{\"orderId\":\"o\"," + Customer + ",\"items\":[{\"sku\":\"a\"},{\"sku\":\"b\",\"size\":1}]}").Should()
            .Equal("payload.items[1].size");
        Fields(Strict, """{"color":"red","size":{"x":1},"customer":{"nick name":1}}""").Should().BeEquivalentTo(
            "payload.color", "payload.size", "payload.orderId", "payload.customer.userId", "payload.customer.email",
            "payload.customer['nick name']");
    }

    [Fact]
    public void A_member_that_the_type_ignores_does_not_hinder_the_search_for_missing_ones()
    {
        Fields(Lenient, "{\"unwritten\":\"1.0\"," + Customer + "}").Should().Equal("payload.orderId");
    }

    [Fact]
    public void The_message_names_the_member_and_the_event_type()
    {
        Lenient.Check("{\"items\":[{}]}"u8).Select(f => f.Message).Should().Contain("$.items[0].sku is required by 'order.order.placed' and missing.");
        Lenient.Check(Encoding.UTF8.GetBytes("{\"orderId\":7," + Customer + "}")).Single().Message.Should()
            .StartWith("$.orderId does not fit the payload of 'order.order.placed'").And.NotContain("LineNumber");
    }

    [Fact]
    public void A_payload_within_a_batch_is_named_by_its_place()
    {
        var faults = new FaultList();
        Lenient.Validate("{\"items\":[{}]}"u8, FieldPrefix.At(3), faults);

        faults.Select(f => f.Field).Should().BeEquivalentTo("[3].payload.orderId", "[3].payload.customer", "[3].payload.items[0].sku");
        faults.Select(f => f.Message).Should().Contain("$.orderId is required by 'order.order.placed' and missing.");
    }

    [Fact]
    public void The_schema_lists_what_is_required_and_a_strict_one_forbids_the_rest()
    {
        var lenient = Lenient.ExportSchema();
        var strict = Strict.ExportSchema();

        lenient["required"]!.AsArray().Select(n => n!.GetValue<string>()).Should().Equal("orderId", "customer");
        lenient["additionalProperties"].Should().BeNull();
        strict["additionalProperties"]!.GetValue<bool>().Should().BeFalse();
        strict["properties"]!["items"]!["items"]!["required"]!.AsArray().Single()!.GetValue<string>().Should().Be("sku");
    }

    [Fact]
    public void Strictness_is_the_definitions_own_and_leaves_the_given_serializer_alone()
    {
        Fields(Strict, Valid[..^1] + ",\"color\":1}").Should().NotBeEmpty();

        JsonSerializer.Deserialize(Valid[..^1] + ",\"color\":1}", OrderJson.Default.OrderPayload)!.OrderId.Should().Be("o-1");
        Lenient.PayloadInfo.Should().BeSameAs(OrderJson.Default.OrderPayload);
    }

    private static IEnumerable<string> Fields(EventDefinition definition, string payload) =>
        definition.Check(Encoding.UTF8.GetBytes(payload)).Select(f => f.Field);
}
