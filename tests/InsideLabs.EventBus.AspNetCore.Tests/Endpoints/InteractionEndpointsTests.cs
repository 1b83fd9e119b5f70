using System.Net;
using System.Text;
using System.Text.Json;
using InsideLabs.EventBus.AspNetCore.Tests.Hosting;
using InsideLabs.EventBus.Errors;

namespace InsideLabs.EventBus.AspNetCore.Tests.Endpoints;

public sealed class InteractionEndpointsTests
{
    [Fact]
    public async Task A_recorded_interaction_is_answered_shown_and_delivered_in_one_shape()
    {
        await using var api = await ApiHost.StartAsync();
        var (type, action, origin) = await InteractionData.CreateAsync(api);
        await SubscribeAsync(api, $"\"resourceTypeId\":\"{type}\",\"actionId\":\"{action}\"");

        var recorded = await api.PostAsync(
            "/api/interactions",
            $$$"""{"resourceType":"ORDER","actionId":"{{{action}}}","origin":"SHOP","originId":"{{{origin}}}","resourceId":"o-1","interaction":{ "n":1e400,"s":"é" }}""");

        recorded.Status.Should().Be(HttpStatusCode.Created, recorded.Text);
        recorded.ContentType.Should().Be("application/json");
        recorded.Json.EnumerateObject().Select(p => p.Name).Should().Equal(
            "interactionId", "interactionNumber", "resourceTypeId", "resourceType", "actionId", "action", "originId", "origin", "resourceId",
            "userId", "uowId", "externalReference", "timestamp", "createdDate", "interaction");
        recorded.Json.GetProperty("interactionNumber").GetInt64().Should().Be(1);
        recorded.Json.GetProperty("action").GetString().Should().Be("CREATE");
        recorded.Json.GetProperty("resourceTypeId").GetGuid().Should().Be(type);
        recorded.Json.GetProperty("userId").ValueKind.Should().Be(JsonValueKind.Null);
        recorded.Text.Should().EndWith("\"interaction\":{ \"n\":1e400,\"s\":\"é\" }}", "the data is kept byte for byte");
        recorded.Headers["Location"].Should().Be($"/api/interactions/{recorded.Json.GetProperty("interactionId").GetGuid()}");
        (await api.GetAsync(recorded.Headers["Location"])).Text.Should().Be(recorded.Text);

        var delivered = await api.Adapter.WhenSendBeginsAsync();
        Encoding.UTF8.GetString(delivered.Occurrence.Body.Span).Should().Be(recorded.Text);
        await api.IdleAsync();
        var audits = await api.GetAsync($"/api/audits?occurrenceId={recorded.Json.GetProperty("interactionId").GetGuid()}");
        audits.Json.EnumerateArray().Should().ContainSingle().Which.GetProperty("outcome").GetString().Should().Be("success");
        (await api.GetAsync($"/api/audits?occurrenceId={Guid.NewGuid()}")).Text.Should().Be("[]");
    }

    [Fact]
    public async Task Every_fault_is_told_at_once()
    {
        await using var api = await ApiHost.StartAsync();
        await InteractionData.CreateAsync(api);
        var refused = await api.PostAsync(
            "/api/interactions",
            """{"resourceType":"ORDR","action":"CREATE","originId":"x","userId":"","interaction":[],"timestamp":"2026-04-08","note":1}""");
        refused.ShouldBeProblem(400, refused.Code!);
        refused.Faults.Should().BeEquivalentTo(
            "note property_unknown", "resourceId field_required", "resourceType reference_unknown", "originId reference_unknown",
            "userId parameter_invalid", "interaction type_mismatch", "timestamp timestamp_malformed");
        refused.Text.Should().Contain("Did you mean 'ORDER'?");
    }

    [Fact]
    public async Task An_id_and_a_mnemonic_must_agree()
    {
        await using var api = await ApiHost.StartAsync();
        await InteractionData.CreateAsync(api);
        var other = (await api.PostAsync("/api/actions", """{"mnemonic":"DELETE","title":"Delete"}""")).Json.GetProperty("id").GetGuid();
        var refused = await api.PostAsync("/api/interactions", $$"""{"resourceType":"ORDER","action":"CREATE","actionId":"{{other}}","resourceId":"o"}""");
        refused.ShouldBeProblem(400, ErrorCodes.ReferenceMismatch);
    }

    [Fact]
    public async Task What_was_recorded_keeps_its_reference_data()
    {
        await using var api = await ApiHost.StartAsync();
        var (type, _, _) = await InteractionData.CreateAsync(api);
        (await api.PostAsync("/api/interactions", """{"resourceType":"ORDER","action":"CREATE","resourceId":"o"}""")).Status.Should().Be(HttpStatusCode.Created);
        (await api.SendAsync(HttpMethod.Delete, $"/api/resource-types/{type}")).ShouldBeProblem(409, ErrorCodes.ReferenceInUse);
    }

    [Fact]
    public async Task What_does_not_exist_what_is_no_id_and_what_is_an_event_are_not_found()
    {
        await using var api = await ApiHost.StartAsync();
        var eventId = await api.PublishAsync();
        foreach (var id in new[] { Guid.NewGuid().ToString(), "x", eventId })
        {
            (await api.GetAsync($"/api/interactions/{id}")).ShouldBeProblem(404, ErrorCodes.NotFound);
        }
    }

    [Fact]
    public async Task A_subscription_to_interactions_shows_what_it_listens_to_and_no_event_types()
    {
        await using var api = await ApiHost.StartAsync();
        var (type, action, origin) = await InteractionData.CreateAsync(api);
        var created = await SubscribeAsync(api, $"\"resourceTypeId\":\"{type}\",\"actionId\":\"{action}\",\"originId\":\"{origin}\"");
        created.GetProperty("eventTypes").ValueKind.Should().Be(JsonValueKind.Null);
        created.GetProperty("resourceTypeId").GetGuid().Should().Be(type);
        created.GetProperty("actionId").GetGuid().Should().Be(action);
        created.GetProperty("originId").GetGuid().Should().Be(origin);
        created.GetProperty("delivery_schedule").ValueKind.Should().Be(JsonValueKind.Null);
    }

    [Fact]
    public async Task A_match_of_two_kinds_or_of_unknown_things_is_refused()
    {
        await using var api = await ApiHost.StartAsync();
        var unknown = Guid.NewGuid();
        var mixed = await api.PostAsync(
            "/api/subscriptions", $$$"""{"eventTypes":["a.b.c"],"resourceTypeId":"{{{unknown}}}","config":{"adapter":"adapter:recording"}}""");
        mixed.ShouldBeProblem(400, ErrorCodes.MatchAmbiguous);
        var nobody = await api.PostAsync(
            "/api/subscriptions", $$"""{"resourceTypeId":"{{unknown}}","actionId":"{{unknown}}","originId":"x","subscriberId":"{{unknown}}"}""");
        nobody.ShouldBeProblem(400, ErrorCodes.ReferenceUnknown);
        nobody.Faults.Should().BeEquivalentTo(
            "originId reference_unknown", "resourceTypeId reference_unknown", "actionId reference_unknown", "subscriberId reference_unknown");
    }

    private static async Task<JsonElement> SubscribeAsync(ApiHost api, string match)
    {
        var created = await api.PostAsync("/api/subscriptions", $$$"""{{{{match}}},"config":{"adapter":"adapter:recording"}}""");
        created.Status.Should().Be(HttpStatusCode.Created, created.Text);
        return created.Json;
    }
}
