using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using InsideLabs.EventBus.Conformance;
using InsideLabs.EventBus.Deliveries;
using InsideLabs.EventBus.Errors;
using InsideLabs.EventBus.Interactions;
using static InsideLabs.EventBus.Tests.SampleReferences;

namespace InsideLabs.EventBus.Tests.Publishing;

public sealed class InteractionRecorderTests
{
    private static readonly NewInteraction OrderCreated = new() { ResourceType = "ORDER", Action = "CREATE", ResourceId = "o-1" };

    [Fact]
    public async Task What_is_recorded_is_answered_stored_and_delivered_in_one_shape()
    {
        await using var host = await StartAsync();
        var subscription = await host.SubscribeToOrdersAsync();

        var (recorded, deliveries) = await host.Interactions.RecordAsync(Utf8("""
            {"resourceId":"o-1","resourceType":"ORDER","actionId":"0000000b-0000-0000-0000-000000000001","origin":"WEB",
             "interaction": {"email":"ann@example.com","n":1e400} ,"userId":"u-1","externalReference":"x","timestamp":"2026-04-08T14:00:00+02:00"}
            """));
        var request = (await host.Adapter.WhenSendBeginsAsync()).Request;

        deliveries.Should().Be(1);
        recorded.Id.Version.Should().Be(7);
        Encoding.UTF8.GetString(recorded.Utf8Json.Span).Should().Be(
            $$$"""
            {"interactionId":"{{{recorded.Id}}}","interactionNumber":1,"resourceTypeId":"{{{Order.Id}}}","resourceType":"ORDER","actionId":"{{{Create.Id}}}","action":"CREATE","originId":"{{{Web.Id}}}","origin":"WEB","resourceId":"o-1","userId":"u-1","uowId":"{{{recorded.UowId}}}","externalReference":"x","timestamp":"2026-04-08T12:00:00.000Z","createdDate":"2026-04-08T12:00:00.000Z","interaction":{"email":"ann@example.com","n":1e400}}
            """);
        Guid.TryParseExact(recorded.UowId, "D", out _).Should().BeTrue();
        request.Occurrence.Body.ToArray().Should().Equal(recorded.Utf8Json.ToArray());
        request.Subscription.Id.Should().Be(subscription.Id);
        (await host.Interactions.FindAsync(recorded.Id))!.Utf8Json.ToArray().Should().Equal(recorded.Utf8Json.ToArray());
        (await host.Interactions.FindAsync(Guid.NewGuid())).Should().BeNull();
    }

    [Fact]
    public async Task What_nobody_gave_is_null_and_data_may_be_missing()
    {
        await using var host = await StartAsync();

        var (recorded, deliveries) = await host.Interactions.RecordAsync(OrderCreated with { UowId = "batch 7" });

        deliveries.Should().Be(0);
        using var json = JsonDocument.Parse(recorded.Utf8Json);
        foreach (var name in (string[])["originId", "origin", "userId", "externalReference", "interaction"])
        {
            json.RootElement.GetProperty(name).ValueKind.Should().Be(JsonValueKind.Null, name);
        }

        recorded.UowId.Should().Be("batch 7");
        recorded.Metadata.Should().BeNull();
        json.RootElement.GetProperty("timestamp").GetString().Should().Be("2026-04-08T12:00:00.000Z", "now is when it happened");
    }

    [Fact]
    public async Task A_subscription_without_an_origin_gets_all_and_one_with_an_origin_only_its_own()
    {
        await using var host = await StartAsync();
        var any = await host.SubscribeToOrdersAsync();
        var web = await host.SubscribeToOrdersAsync(Web.Id);
        var phone = await host.SubscribeToOrdersAsync(Phone.Id);

        (await MatchedAsync("WEB")).Should().BeEquivalentTo([any.Id, web.Id]);
        (await MatchedAsync("PHONE")).Should().BeEquivalentTo([any.Id, phone.Id]);
        (await MatchedAsync(null)).Should().BeEquivalentTo([any.Id]);
        (await host.Interactions.RecordAsync(OrderCreated with { Action = "CANCEL" })).Deliveries.Should().Be(0);
        (await host.Interactions.RecordAsync(OrderCreated with { ResourceType = "CUSTOMER" })).Deliveries.Should().Be(0);

        async Task<IEnumerable<Guid>> MatchedAsync(string? origin)
        {
            var (interaction, count) = await host.Interactions.RecordAsync(OrderCreated with { Origin = origin });
            var deliveries = await host.Queue.ListAsync(new DeliveryFilter { OccurrenceId = interaction.Id.ToString() });
            deliveries.Should().HaveCount(count);
            return deliveries.Select(d => d.SubscriptionId);
        }
    }

    [Fact]
    public async Task Numbers_ascend_and_name_each_interaction_once()
    {
        await using var host = await StartAsync();

        var receipts = await Together.RunAsync(8, async _ =>
        {
            var own = new List<long>();
            for (var i = 0; i < 50; i++)
            {
                own.Add((await host.Interactions.RecordAsync(OrderCreated)).Interaction.Number);
            }

            return own;
        });

        receipts.Should().AllSatisfy(own => own.Should().BeInAscendingOrder());
        receipts.SelectMany(n => n).Order().Should().Equal(Enumerable.Range(1, 400).Select(n => (long)n));
    }

    [Theory]
    [InlineData("""{"resourceId":"o","resourceType":"ORDER","resourceTypeId":"00000002-0000-0000-0000-000000000001","action":"CREATE"}""", "resourceType", ErrorCodes.ReferenceMismatch)]
    [InlineData("""{"resourceId":"o","resourceType":"ORDR","action":"CREATE"}""", "resourceType", ErrorCodes.ReferenceUnknown)]
    [InlineData("""{"resourceId":"o","resourceType":"order","action":"CREATE"}""", "resourceType", ErrorCodes.ReferenceUnknown)]
    [InlineData("""{"resourceId":"o","resourceType":"ORDER","action":"WEB"}""", "action", ErrorCodes.ReferenceUnknown)]
    [InlineData("""{"resourceId":"o","resourceType":"ORDER","action":"CREATE","originId":"00000001-0000-0000-0000-000000000001"}""", "originId", ErrorCodes.ReferenceUnknown)]
    [InlineData("""{"resourceId":"o","resourceTypeId":"7","action":"CREATE"}""", "resourceTypeId", ErrorCodes.ReferenceUnknown)]
    [InlineData("""{"resourceId":"o","resourceType":"","action":"CREATE"}""", "resourceType", ErrorCodes.ReferenceUnknown)]
    [InlineData("""{"resourceType":"ORDER","action":"CREATE"}""", "resourceId", ErrorCodes.FieldRequired)]
    [InlineData("""{"resourceId":"o","resourceType":"ORDER"}""", "action", ErrorCodes.FieldRequired)]
    [InlineData("""{"resourceId":7,"resourceType":"ORDER","action":"CREATE"}""", "resourceId", ErrorCodes.TypeMismatch)]
    [InlineData("""{"resourceId":"","resourceType":"ORDER","action":"CREATE"}""", "resourceId", ErrorCodes.ParameterInvalid)]
    [InlineData("""{"resourceId":"\ud800","resourceType":"ORDER","action":"CREATE"}""", "resourceId", ErrorCodes.JsonInvalidString)]
    [InlineData("""{"resourceId":"o","resourceType":"ORDER","action":"CREATE","interaction":[]}""", "interaction", ErrorCodes.TypeMismatch)]
    [InlineData("""{"resourceId":"o","resourceType":"ORDER","action":"CREATE","interaction":{"a":"\u0000"}}""", "interaction.a", ErrorCodes.JsonInvalidString)]
    [InlineData("""{"resourceId":"o","resourceType":"ORDER","action":"CREATE","timestamp":"2026-04-08T14:00:00"}""", "timestamp", ErrorCodes.TimestampMalformed)]
    [InlineData("""{"resourceId":"o","resourceType":"ORDER","action":"CREATE","timestamp":"\ud800"}""", "timestamp", ErrorCodes.TimestampMalformed)]
    [InlineData("""{"resourceId":"o","resourceTypeId":"\ud800","action":"CREATE"}""", "resourceTypeId", ErrorCodes.ReferenceUnknown)]
    [InlineData("""{"resourceId":"o","resourceType":"\ud800","action":"CREATE"}""", "resourceType", ErrorCodes.ReferenceUnknown)]
    [InlineData("""{"resourceId":"o","resourceType":"ORDER","action":"CREATE","metadata":{}}""", "metadata", ErrorCodes.PropertyUnknown)]
    public async Task A_bad_interaction_is_refused_with_field_and_code(string json, string field, string code)
    {
        await using var host = await StartAsync();
        await host.SubscribeToOrdersAsync();

        var record = async () => await host.Interactions.RecordAsync(Utf8(json));

        (await record.Should().ThrowAsync<EventBusValidationException>()).Which.Faults.Should().ContainSingle()
            .Which.Should().BeEquivalentTo(new { Field = field, Code = code });
        (await host.Queue.GetStatsAsync()).Pending.Should().Be(0);
        (await host.Interactions.RecordAsync(OrderCreated)).Interaction.Number.Should().Be(1, "nothing was stored before");
    }

    [Fact]
    public async Task All_faults_are_told_at_once_and_the_nearest_mnemonic_is_named()
    {
        await using var host = await StartAsync();

        var record = async () => await host.Interactions.RecordAsync(Utf8("""{"resourceType":"ORDR","origin":"PHON","interaction":1,"timestamp":"x"}"""));

        var faults = (await record.Should().ThrowAsync<EventBusValidationException>()).Which.Faults;
        faults.Select(f => (f.Field, f.Code)).Should().BeEquivalentTo(
        [
            ("resourceId", ErrorCodes.FieldRequired),
            ("resourceType", ErrorCodes.ReferenceUnknown),
            ("action", ErrorCodes.FieldRequired),
            ("origin", ErrorCodes.ReferenceUnknown),
            ("interaction", ErrorCodes.TypeMismatch),
            ("timestamp", ErrorCodes.TimestampMalformed),
        ]);
        faults.Single(f => f.Field == "resourceType").Message.Should().Contain("Did you mean 'ORDER'?");
    }

    [Fact]
    public async Task A_text_that_cannot_be_kept_does_not_hide_another_one_behind_it()
    {
        await using var host = await StartAsync();

        var record = async () => await host.Interactions.RecordAsync(Utf8(
            """{"timestamp":"\ud800","resourceId":"\u0000","resourceType":"ORDER","action":"CREATE","interaction":{"a":["\udc00"]}}"""));

        (await record.Should().ThrowAsync<EventBusValidationException>()).Which.Faults.Select(f => (f.Field, f.Code)).Should().BeEquivalentTo(
        [
            ("timestamp", ErrorCodes.TimestampMalformed),
            ("resourceId", ErrorCodes.JsonInvalidString),
            ("interaction.a[0]", ErrorCodes.JsonInvalidString),
        ]);
    }

    [Fact]
    public async Task What_is_given_in_code_is_judged_like_what_comes_as_JSON()
    {
        await using var host = await StartAsync();

        var record = async () => await host.Interactions.RecordAsync(new NewInteraction
        {
            ResourceId = new string('x', 257),
            ResourceType = "ORDER",
            Action = "CREATE",
            UserId = "\ud800",
            Metadata = Utf8("""{"a":1,"a":2}"""),
        });

        (await record.Should().ThrowAsync<EventBusValidationException>()).Which.Faults.Select(f => (f.Field, f.Code)).Should().BeEquivalentTo(
        [
            ("resourceId", ErrorCodes.ParameterInvalid),
            ("userId", ErrorCodes.JsonInvalidString),
            ("interaction.a", ErrorCodes.JsonDuplicateProperty),
        ]);
    }

    [Fact]
    public async Task Data_may_be_64_levels_deep_and_as_large_as_a_payload()
    {
        await using var host = await StartAsync(options: o => o.MaxPayloadBytes = 1024);
        static string Deep(int levels) => string.Concat(Enumerable.Repeat("{\"a\":", levels - 1)) + "{}" + new string('}', levels - 1);

        await host.Interactions.RecordAsync(Utf8($$$"""{"resourceId":"o","resourceType":"ORDER","action":"CREATE","interaction":{{{Deep(64)}}}}"""));
        (await CodeAsync($$$"""{"resourceId":"o","resourceType":"ORDER","action":"CREATE","interaction":{{{Deep(65)}}}}""")).Should().Be(ErrorCodes.JsonTooDeep);
        (await CodeAsync($$$"""{"resourceId":"o","resourceType":"ORDER","action":"CREATE","interaction":{"a":"{{{new string('x', 1024)}}}"}}"""))
            .Should().Be(ErrorCodes.PayloadTooLarge);

        async Task<string> CodeAsync(string json)
        {
            var record = async () => await host.Interactions.RecordAsync(Utf8(json));
            return (await record.Should().ThrowAsync<EventBusValidationException>()).Which.Code;
        }
    }

    [Fact]
    public async Task The_caller_may_use_its_buffer_again()
    {
        await using var host = await StartAsync();
        var data = Utf8("""{"a":1}""");

        var (recorded, _) = await host.Interactions.RecordAsync(OrderCreated with { Metadata = data });
        data.AsSpan().Fill((byte)'x');

        JsonNode.Parse(recorded.Metadata!.Value.Span)!["a"]!.GetValue<int>().Should().Be(1);
    }

    private static byte[] Utf8(string text) => Encoding.UTF8.GetBytes(text);
}
