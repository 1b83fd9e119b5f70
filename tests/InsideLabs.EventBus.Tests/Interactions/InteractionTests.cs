using System.Text;
using System.Text.Json;
using InsideLabs.EventBus.Conformance;
using InsideLabs.EventBus.Events;
using InsideLabs.EventBus.Interactions;

namespace InsideLabs.EventBus.Tests.Interactions;

public sealed class InteractionTests
{
    private static readonly Guid Id = Guid.Parse("0197a5f0-8a00-7cc0-8000-000000000001");
    private static readonly ReferenceItem Order = Item("ORDER", 2);
    private static readonly ReferenceItem Created = Item("CREATE", 3);
    private static readonly ReferenceItem Shop = Item("SHOP", 4);

    [Fact]
    public void The_wire_form_has_every_property_in_fixed_order()
    {
        var interaction = Interaction.Create(Id, Order, Created, Shop, Given() with { UserId = "u-1", ExternalReference = "x-1" }, TestData.Start);

        Text(interaction).Should().Be(
            """
            {"interactionId":"0197a5f0-8a00-7cc0-8000-000000000001","interactionNumber":0,
            "resourceTypeId":"00000000-0000-0000-0000-000000000002","resourceType":"ORDER",
            "actionId":"00000000-0000-0000-0000-000000000003","action":"CREATE",
            "originId":"00000000-0000-0000-0000-000000000004","origin":"SHOP",
            "resourceId":"order-1","userId":"u-1","uowId":"unit-1","externalReference":"x-1",
            "timestamp":"2026-04-08T11:59:59.123Z","createdDate":"2026-04-08T12:00:00.000Z","interaction":{"a":1}}
            """.ReplaceLineEndings(string.Empty));
    }

    [Fact]
    public void What_is_not_given_is_null_and_the_time_is_that_of_the_recording()
    {
        var given = Given() with { Metadata = null, Timestamp = null };

        var interaction = Interaction.Create(Id, Order, Created, origin: null, given, TestData.Start.AddTicks(12_345));

        Text(interaction).Should().Be(
            """
            {"interactionId":"0197a5f0-8a00-7cc0-8000-000000000001","interactionNumber":0,
            "resourceTypeId":"00000000-0000-0000-0000-000000000002","resourceType":"ORDER",
            "actionId":"00000000-0000-0000-0000-000000000003","action":"CREATE","originId":null,"origin":null,
            "resourceId":"order-1","userId":null,"uowId":"unit-1","externalReference":null,
            "timestamp":"2026-04-08T12:00:00.001Z","createdDate":"2026-04-08T12:00:00.001Z","interaction":null}
            """.ReplaceLineEndings(string.Empty));
        interaction.Timestamp.Should().Be(TestData.Start.AddMilliseconds(1)).And.Be(interaction.CreatedDate);
        interaction.Metadata.Should().BeNull();
    }

    [Fact]
    public void A_unit_of_work_that_is_not_filled_in_is_a_mistake_of_the_caller()
    {
        var create = () => Interaction.Create(Id, Order, Created, origin: null, Given() with { UowId = null }, TestData.Start);

        create.Should().Throw<ArgumentException>().WithMessage("*unit of work*");
    }

    public static TheoryData<string> HardTexts() => new()
    {
        "\"quotes\" \\ / ' & < > {{secrets.x}}",
        "ü 🚀 \u2028 \u00a0",
        "line\r\nline\ttab\b\f\u0001\u007f",
        "interactionNumber\":7,",
    };

    [Theory]
    [MemberData(nameof(HardTexts))]
    public void Every_text_is_read_as_it_was_written(string text)
    {
        var given = Given() with { ResourceId = text, UserId = text, UowId = text, ExternalReference = text };
        var written = Interaction.Create(
            Id, Order with { Mnemonic = text }, Created with { Mnemonic = text }, Shop with { Mnemonic = text }, given, TestData.Start);

        var read = Interaction.Read(written.Utf8Json);

        ShouldBe(read, written);
        read.ResourceType.Should().Be(text);
        ShouldBe(Interaction.Read(written.WithNumber(42).Utf8Json), written.WithNumber(42));
    }

    [Fact]
    public void What_was_left_out_is_read_as_absent()
    {
        var written = Interaction.Create(Id, Order, Created, origin: null, Given() with { Metadata = null }, TestData.Start);

        ShouldBe(Interaction.Read(written.Utf8Json), written);
    }

    [Fact]
    public void Half_a_surrogate_pair_leaves_the_wire_form_legal()
    {
        var written = Interaction.Create(Id, Order, Created, Shop, Given() with { ResourceId = "a\ud800b", UserId = "\udc00" }, TestData.Start);

        var read = Interaction.Read(written.WithNumber(1).Utf8Json);

        StrictJson.Check(written.Utf8Json.Span, StrictJson.MaxDepth + 1).Should().BeNull();
        read.ResourceId.Should().Be("a\ufffdb");
        read.UserId.Should().Be("\ufffd");
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("{ \"a\" : [ 1 ,\t2 ],\r\n  \"b\" : { \"interactionNumber\":0, \"interaction\": null } }")]
    [InlineData("""{"huge":1e400,"id":12345678901234567890123,"zero":-0.0,"interactionId":"x"}""")]
    [InlineData("""{"text":"ü 🚀 \u0041 \/ ' {{secrets.x}} <script>"}""")]
    public void Metadata_is_kept_byte_for_byte(string metadata)
    {
        var written = Interaction.Create(
            Id, Order, Created, Shop, Given() with { Metadata = Encoding.UTF8.GetBytes(metadata) }, TestData.Start);

        foreach (var interaction in new[] { written, written.WithNumber(1), Interaction.Read(written.WithNumber(77).Utf8Json) })
        {
            Encoding.UTF8.GetString(interaction.Metadata!.Value.Span).Should().Be(metadata);
            Text(interaction).Should().EndWith($",\"interaction\":{metadata}}}");
        }
    }

    [Fact]
    public void The_deepest_metadata_allowed_is_written_and_read()
    {
        var depth = StrictJson.MaxDepth;
        var metadata = string.Concat(Enumerable.Repeat("""{"a":""", depth - 1)) + "{}" + new string('}', depth - 1);
        StrictJson.Check(Encoding.UTF8.GetBytes(metadata), depth).Should().BeNull();
        var written = Interaction.Create(Id, Order, Created, Shop, Given() with { Metadata = Encoding.UTF8.GetBytes(metadata) }, TestData.Start);

        Encoding.UTF8.GetString(Interaction.Read(written.Utf8Json).Metadata!.Value.Span).Should().Be(metadata);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(9)]
    [InlineData(10)]
    [InlineData(1_234_567)]
    [InlineData(long.MaxValue)]
    public void A_number_replaces_the_one_before_and_nothing_else(long number)
    {
        var written = Interaction.Create(Id, Order, Created, Shop, Given(), TestData.Start);

        foreach (var before in new[] { written, written.WithNumber(5), written.WithNumber(long.MaxValue), Interaction.Read(written.WithNumber(12).Utf8Json) })
        {
            var after = before.WithNumber(number);

            after.Number.Should().Be(number);
            Text(after).Should().Be(Text(written).Replace("\"interactionNumber\":0,", $"\"interactionNumber\":{number},", StringComparison.Ordinal));
            ShouldBe(Interaction.Read(after.Utf8Json), after);
        }
    }

    [Fact]
    public void The_interaction_before_keeps_its_number()
    {
        var written = Interaction.Create(Id, Order, Created, Shop, Given(), TestData.Start);
        var text = Text(written);

        written.WithNumber(3);

        written.Number.Should().Be(0);
        Text(written).Should().Be(text);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(long.MinValue)]
    public void A_number_is_1_or_more(long number)
    {
        var written = Interaction.Create(Id, Order, Created, Shop, Given(), TestData.Start);

        var stamp = () => written.WithNumber(number);

        stamp.Should().Throw<ArgumentOutOfRangeException>();
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("""{"interactionId":"0197a5f0-8a00-7cc0-8000-000000000001"}""")]
    [InlineData("""{"interactionId":["x"]}""")]
    [InlineData("""{"interactionId":"\ud800"}""")]
    [InlineData("""{"interactionNumber":1.5}""")]
    public void Other_bytes_are_refused(string json)
    {
        var read = () => Interaction.Read(Encoding.UTF8.GetBytes(json));

        read.Should().Throw<FormatException>();
    }

    [Theory]
    [InlineData("0197a5f0-8a00-7cc0-8000-000000000001", "no-uuid")]
    [InlineData("2026-04-08T12:00:00.000Z", "yesterday")]
    [InlineData("\"order-1\"", "null")]
    public void A_field_that_is_none_is_refused(string good, string bad)
    {
        var text = Text(Interaction.Create(Id, Order, Created, Shop, Given(), TestData.Start));
        text.Should().Contain(good);

        var read = () => Interaction.Read(Encoding.UTF8.GetBytes(text.Replace(good, bad, StringComparison.Ordinal)));

        read.Should().Throw<FormatException>();
    }

    [Fact]
    public void The_wire_form_is_what_any_reader_understands()
    {
        var written = Interaction.Create(Id, Order, Created, Shop, Given(), TestData.Start).WithNumber(8);

        using var document = JsonDocument.Parse(written.Utf8Json);

        document.RootElement.GetProperty("interactionNumber").GetInt64().Should().Be(8);
        document.RootElement.GetProperty("interaction").GetProperty("a").GetInt32().Should().Be(1);
        written.ToString().Should().Be("ORDER CREATE 0197a5f0-8a00-7cc0-8000-000000000001");
    }

    private static ReferenceItem Item(string mnemonic, int id) =>
        new() { Id = new Guid(0, 0, 0, [0, 0, 0, 0, 0, 0, 0, (byte)id]), Mnemonic = mnemonic, Title = mnemonic };

    private static NewInteraction Given() => new()
    {
        ResourceId = "order-1",
        UowId = "unit-1",
        Metadata = """{"a":1}"""u8.ToArray(),
        Timestamp = new DateTimeOffset(2026, 4, 8, 13, 59, 59, TimeSpan.FromHours(2)).AddTicks(1_239_999),
    };

    private static string Text(Interaction interaction) => Encoding.UTF8.GetString(interaction.Utf8Json.Span);

    private static void ShouldBe(Interaction actual, Interaction expected)
    {
        (actual with { Utf8Json = default, MetadataLength = 0 }).Should().Be(expected with { Utf8Json = default, MetadataLength = 0 });
        actual.Utf8Json.ToArray().Should().Equal(expected.Utf8Json.ToArray());
        actual.Metadata.ShouldBe(expected.Metadata);
    }
}
