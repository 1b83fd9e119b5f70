using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using InsideLabs.EventBus.Errors;
using InsideLabs.EventBus.Events;

namespace InsideLabs.Events.Engagement.Tests;

public sealed class EngagementPayloadTests
{
    public static TheoryData<string> Types { get; } = [.. EngagementEvents.Domain.Definitions.Select(d => d.Type.Value)];

    public static IEnumerable<object[]> RequiredMembers { get; } =
        from definition in EngagementEvents.Domain.Definitions
        from member in Required(definition.Type.Value)
        select new object[] { definition.Type.Value, member };

    [Theory]
    [MemberData(nameof(Types))]
    public void A_realistic_payload_passes_and_sets_every_member(string type)
    {
        var payload = RealisticPayloads.All[type];

        Find(type).Check(payload).Should().BeEmpty();
        Members(payload).Should().BeEquivalentTo(Properties(type).Select(p => p.Key), "no member should stay untested");
    }

    [Theory]
    [MemberData(nameof(Types))]
    public void The_required_ids_alone_are_enough(string type)
    {
        var payload = new JsonObject(Required(type).Select(member => KeyValuePair.Create<string, JsonNode?>(member, "id-1")));

        Find(type).Check(Utf8(payload)).Should().BeEmpty();
    }

    [Theory]
    [MemberData(nameof(Types))]
    public void Members_that_nobody_knows_are_accepted(string type)
    {
        var payload = JsonNode.Parse(RealisticPayloads.All[type])!.AsObject();
        payload["somethingNew"] = new JsonObject { ["deep"] = new JsonArray(1, "two", null) };

        Find(type).Check(Utf8(payload)).Should().BeEmpty();
    }

    [Theory]
    [MemberData(nameof(RequiredMembers))]
    public void A_missing_required_member_is_named(string type, string member)
    {
        var payload = JsonNode.Parse(RealisticPayloads.All[type])!.AsObject();
        payload.Remove(member);

        Find(type).Check(Utf8(payload)).Select(f => (f.Field, f.Code)).Should()
            .Equal(($"payload.{member}", ErrorCodes.PayloadInvalid));
    }

    [Theory]
    [MemberData(nameof(RequiredMembers))]
    public void A_required_member_that_is_null_is_named(string type, string member)
    {
        var payload = JsonNode.Parse(RealisticPayloads.All[type])!.AsObject();
        payload[member] = null;

        Find(type).Check(Utf8(payload)).Select(f => (f.Field, f.Code)).Should()
            .Equal(($"payload.{member}", ErrorCodes.PayloadInvalid));
    }

    [Theory]
    [MemberData(nameof(RequiredMembers))]
    public void A_required_member_in_other_case_is_another_member(string type, string member)
    {
        var payload = JsonNode.Parse(RealisticPayloads.All[type])!.AsObject();
        payload.Remove(member);
        payload[char.ToUpperInvariant(member[0]) + member[1..]] = "id-1";

        Find(type).Check(Utf8(payload)).Should().ContainSingle().Which.Field.Should().Be($"payload.{member}");
    }

    [Theory]
    [MemberData(nameof(RequiredMembers))]
    public void An_id_that_is_a_number_is_refused_with_its_path(string type, string member)
    {
        var payload = JsonNode.Parse(RealisticPayloads.All[type])!.AsObject();
        payload[member] = 42;

        Find(type).Check(Utf8(payload)).Select(f => (f.Field, f.Code)).Should()
            .Equal(($"payload.{member}", ErrorCodes.PayloadInvalid));
    }

    [Theory]
    [MemberData(nameof(Types))]
    public void Every_member_that_is_null_or_of_the_wrong_type_is_judged_by_its_own_path(string type)
    {
        foreach (var (member, _) in Properties(type).Where(p => !Required(type).Contains(p.Key)))
        {
            var payload = JsonNode.Parse(RealisticPayloads.All[type])!.AsObject();
            payload[member] = null;
            Find(type).Check(Utf8(payload)).Should().BeEmpty("{0} is optional", member);

            payload[member] = new JsonArray(new JsonArray());
            Find(type).Check(Utf8(payload)).Should().ContainSingle("{0} is no list of lists", member)
                .Which.Field.Should().StartWith($"payload.{member}");
        }
    }

    [Fact]
    public void Every_missing_member_is_named_at_once()
    {
        EngagementEvents.SegmentUserAdded.Check("{}"u8).Select(f => f.Field).Should()
            .Equal("payload.segmentId", "payload.userId");
    }

    [Theory]
    [InlineData("""{"campaignId":"c-1","value":"10"}""", "payload.value")]
    [InlineData("""{"campaignId":"c-1","value":1e400}""", "payload.value")]
    [InlineData("""{"campaignId":"c-1","currency":["EUR"]}""", "payload.currency")]
    public void A_wrong_type_is_named_by_its_path(string payload, string field)
    {
        EngagementEvents.CampaignConverted.Check(Encoding.UTF8.GetBytes(payload)).Should().ContainSingle()
            .Which.Should().Match<Fault>(f => f.Field == field && f.Code == ErrorCodes.PayloadInvalid);
    }

    [Fact]
    public void An_item_of_the_wrong_type_is_named_by_its_index()
    {
        EngagementEvents.CampaignUpdated.Check("""{"campaignId":"c-1","segmentIds":["s-1",2]}"""u8).Should().ContainSingle()
            .Which.Field.Should().Be("payload.segmentIds[1]");
    }

    [Fact]
    public void A_payload_without_values_writes_only_its_ids()
    {
        JsonSerializer.Serialize(new CampaignClickedPayload { CampaignId = "c-42" }, EngagementEvents.CampaignClicked.PayloadInfo)
            .Should().Be("""{"campaignId":"c-42"}""");
    }

    [Fact]
    public void Attributes_keep_their_json_values()
    {
        const string json = """{"userId":"u-1","attributes":{"plan":"pro","Big":12345678901234567890123,"none":null}}""";

        var bound = JsonSerializer.Deserialize(json, EngagementEvents.UserAttributesUpdated.PayloadInfo)!;

        bound.Attributes!["Big"].GetRawText().Should().Be("12345678901234567890123");
        JsonSerializer.Serialize(bound, EngagementEvents.UserAttributesUpdated.PayloadInfo).Should().Be(json);
    }

    [Theory]
    [MemberData(nameof(Types))]
    public void The_schema_lists_exactly_the_required_members(string type)
    {
        var schema = Find(type).ExportSchema().AsObject();

        schema["type"]!.GetValue<string>().Should().Be("object");
        (schema["required"]?.AsArray().Select(n => n!.GetValue<string>()) ?? []).Should().BeEquivalentTo(Required(type));
        foreach (var member in Required(type))
        {
            schema["properties"]![member]!["type"]!.GetValue<string>().Should().Be("string");
        }
    }

    [Theory]
    [MemberData(nameof(Types))]
    public void The_schema_uses_only_keywords_of_2020_12(string type)
    {
        var schema = JsonNode.Parse(Find(type).ExportSchema().ToJsonString())!;

        SchemaKeywords.Unknown(schema).Should().BeEmpty();
    }

    private static EventDefinition Find(string type) => EngagementEvents.Domain.Definitions.Single(d => d.Type.Value == type);

    private static JsonObject Properties(string type) => Find(type).ExportSchema()["properties"]!.AsObject();

    private static IEnumerable<string> Members(byte[] payload) => JsonNode.Parse(payload)!.AsObject().Select(p => p.Key);

    private static byte[] Utf8(JsonObject payload) => Encoding.UTF8.GetBytes(payload.ToJsonString());

    /// <summary>What the contract requires, written down a second time.</summary>
    private static string[] Required(string type) => type.Split('.')[1..] switch
    {
        ["campaign", ..] => ["campaignId"],
        ["segment", "user", ..] => ["segmentId", "userId"],
        ["segment", ..] => ["segmentId"],
        ["message", ..] => ["messageId"],
        ["user", ..] => ["userId"],
        _ => [],
    };
}
