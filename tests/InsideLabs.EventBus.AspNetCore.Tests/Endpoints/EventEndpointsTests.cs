using System.Net;
using System.Text;
using System.Text.Json;
using InsideLabs.EventBus.AspNetCore.Tests.Hosting;

namespace InsideLabs.EventBus.AspNetCore.Tests.Endpoints;

public sealed class EventEndpointsTests
{
    private const string Sent = """{"eventType":"engagement.campaign.sent","payload":{"campaignId":"c-42"}}""";

    [Fact]
    public async Task A_publish_answers_its_receipt()
    {
        await using var api = await ApiHost.StartAsync();
        await api.SubscribeAsync();

        var answer = await api.PostAsync("/api/events", Sent);

        answer.Status.Should().Be(HttpStatusCode.Accepted);
        answer.Json.EnumerateObject().Select(p => p.Name).Should().Equal("eventId", "deliveries", "duplicate");
        answer.Json.GetProperty("eventId").GetString().Should().HaveLength(26);
        answer.Json.GetProperty("deliveries").GetInt32().Should().Be(1);
        answer.Json.GetProperty("duplicate").GetBoolean().Should().BeFalse();
    }

    [Fact]
    public async Task The_event_is_answered_as_the_exact_envelope_with_the_payload_s_own_bytes()
    {
        await using var api = await ApiHost.StartAsync();
        const string payload = """{ "campaignId" : "c-ü",	"big":12345678901234567890123, "far":1e400,"e":"\u00fc" }""";

        await api.PostAsync(
            "/api/events",
            $$$"""{"eventId":"e_1","timestamp":"2026-04-08T14:34:56.0009+02:00","eventType":"engagement.campaign.sent","payload": {{{payload}}} }""");

        var stored = await api.GetAsync("/api/events/e_1");
        stored.Status.Should().Be(HttpStatusCode.OK);
        stored.ContentType.Should().Be("application/json");
        stored.Text.Should().Be(
            $$$"""{"eventId":"e_1","eventType":"engagement.campaign.sent","eventCategory":"campaign","sourceDomain":"Engagement","timestamp":"2026-04-08T12:34:56.000Z","payload":{{{payload}}}}""");
    }

    [Theory]
    [InlineData("unknown")]
    [InlineData("a.b")]
    [InlineData("%F0%9F%9A%80")]
    public async Task An_event_that_does_not_exist_is_not_found(string id)
    {
        await using var api = await ApiHost.StartAsync();
        (await api.GetAsync("/api/events/" + id)).ShouldBeProblem(404, "not_found");
    }

    [Fact]
    public async Task A_repeated_publish_answers_the_first_receipt_as_a_duplicate()
    {
        await using var api = await ApiHost.StartAsync();
        await api.SubscribeAsync();
        await api.PublishAsync(""","eventId":"once" """);

        var again = await api.PostAsync("/api/events", """{"eventType":"engagement.campaign.sent","payload":{"campaignId":"c-42"},"eventId":"once"}""");

        again.Status.Should().Be(HttpStatusCode.Accepted);
        again.Json.ToString().Should().Be("""{"eventId":"once","deliveries":1,"duplicate":true}""");
    }

    [Fact]
    public async Task An_array_is_answered_by_an_array_in_the_same_order()
    {
        await using var api = await ApiHost.StartAsync();
        var ids = Enumerable.Range(0, 1000).Select(i => $"e-{i}").ToArray();
        var batch = string.Join(',', ids.Select(id => $$$"""{"eventId":"{{{id}}}","eventType":"engagement.settings.updated","payload":{}}"""));

        var answer = await api.PostAsync("/api/events", $" [{batch}]");

        answer.Status.Should().Be(HttpStatusCode.Accepted);
        answer.Json.EnumerateArray().Select(r => r.GetProperty("eventId").GetString()).Should().Equal(ids);
        (await api.PostAsync("/api/events", $"[{Sent}]")).Json.GetArrayLength().Should().Be(1);
    }

    [Fact]
    public async Task An_array_is_taken_as_a_whole_or_not_at_all_and_each_fault_tells_its_index()
    {
        await using var api = await ApiHost.StartAsync();
        await api.SubscribeAsync();

        var answer = await api.PostAsync(
            "/api/events",
            $$$"""[{{{Sent}}},{"eventType":"engagement.campaign.snt","payload":{}},5,{"eventType":"engagement.campaign.sent","payload":{},"eventid":"x"},{}]""");

        answer.ShouldBeProblem(400, "event_type_unknown");
        answer.Faults.Should().Equal(
            "[1].eventType event_type_unknown",
            "[2] type_mismatch",
            "[3].eventid property_unknown",
            "[3].payload.campaignId payload_invalid",
            "[4].eventType field_required",
            "[4].payload field_required");
        (await api.GetAsync("/api/queue")).Json.GetArrayLength().Should().Be(0);
    }

    [Theory]
    [InlineData("[]", "parameter_invalid")]
    [InlineData("5", "type_mismatch")]
    [InlineData("null", "type_mismatch")]
    [InlineData("\"text\"", "type_mismatch")]
    [InlineData("{}", "field_required")]
    [InlineData("""{"eventType":null,"payload":null}""", "field_required")]
    [InlineData("""{"eventType":"engagement.campaign.sent","payload":[]}""", "type_mismatch")]
    [InlineData("""{"eventType":5,"payload":{}}""", "event_type_malformed")]
    [InlineData("""{"eventType":"\ud800","payload":{}}""", "event_type_malformed")]
    [InlineData("""{"eventType":"engagement.settings.updated","payload":{},"eventId":7}""", "event_id_malformed")]
    [InlineData("""{"eventType":"engagement.settings.updated","payload":{},"timestamp":7}""", "timestamp_malformed")]
    [InlineData("""{"eventType":"engagement.settings.updated","payload":{},"timestamp":"2026-04-08T12:00:00"}""", "timestamp_malformed")]
    [InlineData("""{"eventType":"engagement.settings.updated","payload":{},"sourceDomain":7}""", "type_mismatch")]
    [InlineData("""{"eventType":"engagement.settings.updated","payload":{},"sourceDomain":"\udc00"}""", "json_invalid_string")]
    [InlineData("""{"eventType":"engagement.settings.updated","payload":{},"sourceDomain":"Billing"}""", "event_not_owned")]
    [InlineData("""{"eventType":"engagement.settings.updated","payload":{},"\ud800":1}""", "property_unknown")]
    [InlineData("""{"eventType":"engagement.settings.updated","payload":{"\ud800":1}}""", "json_invalid_string")]
    [InlineData("""{"eventType":"engagement.settings.updated","payload":{"a":1,"a":2}}""", "json_duplicate_property")]
    [InlineData("""{"eventType":"engagement.settings.updated","eventType":"engagement.settings.updated","payload":{}}""", "json_duplicate_property")]
    [InlineData("""{"eventType":"engagement.settings.updated","event\u0054ype":"x","payload":{}}""", "json_duplicate_property")]
    [InlineData("""{"eventType":"engagement.settings.updated","payload":{}} x""", "json_malformed")]
    [InlineData("""{"eventType":"engagement.settings.updated","payload":{},}""", "json_malformed")]
    [InlineData("""{"eventType":"engagement.settings.updated",/* c */"payload":{}}""", "json_malformed")]
    [InlineData("""{"eventType":"shared.purchase.completed","payload":{}}""", "field_required")]
    [InlineData("""{"eventType":"shared.purchase.completed","payload":{},"sourceDomain":5}""", "type_mismatch")]
    [InlineData("""{"eventType":"shared.purchase.completed","payload":{},"sourceDomain":"Nobody"}""", "event_not_owned")]
    public async Task What_is_no_event_is_refused_by_its_own_code(string body, string code)
    {
        await using var api = await ApiHost.StartAsync();
        (await api.PostAsync("/api/events", body)).ShouldBeProblem(400, code);
    }

    /// <summary>One event with a fault of every stage: the order of the errors is the order of the checks.</summary>
    [Fact]
    public async Task The_first_error_is_the_first_check_that_failed()
    {
        await using var api = await ApiHost.StartAsync();

        var answer = await api.PostAsync(
            "/api/events",
            """{"payload":{},"sourceDomain":"Billing","eventType":"engagement.campaign.sent","eventCategory":7,"eventId":"a.b"}""");

        answer.Faults.Should().Equal(
            "eventId event_id_malformed", "eventCategory type_mismatch", "sourceDomain event_not_owned", "payload.campaignId payload_invalid");
    }

    [Theory]
    [InlineData(64, 202)]
    [InlineData(65, 400)]
    public async Task Depth_counts_from_the_payload_s_brace(int depth, int status)
    {
        await using var api = await ApiHost.StartAsync();
        var payload = new StringBuilder().Insert(0, """{"a":""", depth - 1).Append("{}").Append('}', depth - 1);
        var single = $$"""{"eventType":"engagement.settings.updated","payload":{{payload}}}""";

        foreach (var body in (string[])[single, $"[{single}]"])
        {
            var answer = await api.PostAsync("/api/events", body);
            ((int)answer.Status).Should().Be(status, answer.Text);
            if (status == 400)
            {
                answer.Code.Should().Be("json_too_deep");
            }
        }
    }

    [Fact]
    public async Task A_batch_of_more_than_a_thousand_is_refused_without_a_list_of_all_its_members()
    {
        await using var api = await ApiHost.StartAsync();
        var answer = await api.PostAsync("/api/events", $"[{string.Join(',', Enumerable.Repeat("1", 100_000))}]");
        answer.ShouldBeProblem(400, "parameter_invalid");
        answer.Text.Length.Should().BeLessThan(1000);
    }

    [Fact]
    public async Task The_registered_types_are_listed_by_name()
    {
        await using var api = await ApiHost.StartAsync();

        var types = (await api.GetAsync("/api/event-types")).Json;

        types.EnumerateArray().Select(t => t.GetProperty("eventType").GetString()).Should().HaveCount(30)
            .And.BeInAscendingOrder(StringComparer.Ordinal).And.Contain(["engagement.segment.user.added", "shared.payment.failed"]);
        var shared = types.EnumerateArray().Single(t => t.GetProperty("eventType").GetString() == "shared.payment.failed");
        shared.GetProperty("sourceDomain").ValueKind.Should().Be(JsonValueKind.Null);
        shared.GetProperty("producers").ToString().Should().Be("""["Membership"]""");
    }

    [Fact]
    public async Task A_type_is_answered_with_its_schema()
    {
        await using var api = await ApiHost.StartAsync();

        var type = (await api.GetAsync("/api/event-types/engagement.campaign.sent")).Json;

        type.GetProperty("eventType").GetString().Should().Be("engagement.campaign.sent");
        type.GetProperty("eventCategory").GetString().Should().Be("campaign");
        type.GetProperty("sourceDomain").GetString().Should().Be("Engagement");
        type.GetProperty("description").GetString().Should().Be("Campaign sent");
        type.GetProperty("version").GetInt32().Should().Be(1);
        type.GetProperty("schema").GetProperty("required").ToString().Should().Be("""["campaignId"]""");
        var unknown = await api.GetAsync("/api/event-types/engagement.campaign.snt");
        unknown.ShouldBeProblem(404, "not_found");
        unknown.Json.GetProperty("detail").GetString().Should().Contain("engagement.campaign.sent");
    }
}
