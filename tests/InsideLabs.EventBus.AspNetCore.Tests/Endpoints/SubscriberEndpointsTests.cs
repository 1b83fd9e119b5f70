using System.Net;
using InsideLabs.EventBus.AspNetCore.Tests.Hosting;
using InsideLabs.EventBus.Errors;

namespace InsideLabs.EventBus.AspNetCore.Tests.Endpoints;

public sealed class SubscriberEndpointsTests
{
    private const string Path = "/api/subscribers";

    private const string Webhook = """{"url":"https://example.com/hooks","headers":{"authorization":"Bearer {{secrets.key}}"}}""";

    [Fact]
    public async Task A_subscriber_is_created_shown_changed_and_deleted()
    {
        await using var api = await ApiHost.StartAsync();

        var created = await api.PostAsync(Path, $$"""{"name":"Warehouse","adapter":"adapter:webhook","config":{{Webhook}}}""");
        created.Status.Should().Be(HttpStatusCode.Created, created.Text);
        var id = created.Json.GetProperty("id").GetGuid();
        created.Text.Should().Be($$"""{"id":"{{id}}","name":"Warehouse","adapter":"adapter:webhook","config":{{Webhook}}}""");
        created.Headers["Location"].Should().Be($"{Path}/{id}");
        (await api.GetAsync($"{Path}/{id}")).Text.Should().Be(created.Text);
        (await api.GetAsync(Path)).Text.Should().Be($"[{created.Text}]");
        (await api.SendAsync(HttpMethod.Put, $"{Path}/{id}", created.Text)).Text.Should().Be(created.Text, "an answer can be sent back");

        var changed = await api.SendAsync(HttpMethod.Put, $"{Path}/{id}", """{"name":"Depot","config":null}""");
        changed.Text.Should().Be($$"""{"id":"{{id}}","name":"Depot","adapter":"adapter:webhook","config":null}""");
        (await api.SendAsync(HttpMethod.Delete, $"{Path}/{id}")).Status.Should().Be(HttpStatusCode.NoContent);
        (await api.GetAsync($"{Path}/{id}")).ShouldBeProblem(404, ErrorCodes.NotFound);
    }

    [Fact]
    public async Task A_subscription_inherits_its_config_and_keeps_it_from_being_deleted()
    {
        await using var api = await ApiHost.StartAsync();
        var subscriber = (await api.PostAsync(Path, $$"""{"name":"W","adapter":"adapter:webhook","config":{{Webhook}}}""")).Json.GetProperty("id").GetGuid();
        var created = await api.PostAsync("/api/subscriptions", $$"""{"eventTypes":["a.b.c"],"subscriberId":"{{subscriber}}"}""");
        created.Status.Should().Be(HttpStatusCode.Created, created.Text);
        created.Json.GetProperty("subscriberId").GetGuid().Should().Be(subscriber);
        created.Json.GetProperty("config").GetRawText().Should().Be(Webhook);

        var changed = """{"url":"https://example.com/other"}""";
        (await api.SendAsync(HttpMethod.Put, $"{Path}/{subscriber}", $$"""{"config":{{changed}}}""")).Status.Should().Be(HttpStatusCode.OK);
        (await api.GetAsync(created.Headers["Location"])).Json.GetProperty("config").GetRawText().Should().Be(changed);
        (await api.SendAsync(HttpMethod.Delete, $"{Path}/{subscriber}")).ShouldBeProblem(409, ErrorCodes.ReferenceInUse);
        (await api.SendAsync(HttpMethod.Put, $"{Path}/{subscriber}", """{"config":null}""")).ShouldBeProblem(409, ErrorCodes.ReferenceInUse);
    }

    [Fact]
    public async Task A_config_is_judged_like_a_subscriptions_and_every_fault_is_told()
    {
        await using var api = await ApiHost.StartAsync();
        var refused = await api.PostAsync(
            Path,
            """{"name":"","adapter":"adapter:webhook","config":{"url":"http://user@127.0.0.1/","body":"{{env.PATH}}","signingSecret":"x"},"x":1}""");
        refused.Faults.Should().Contain(["x property_unknown", "name parameter_invalid", "config.body namespace_forbidden", "config.signingSecret property_unknown"]);
        refused.Faults.Should().ContainSingle(f => f.StartsWith("config.url ", StringComparison.Ordinal), "a URL has one fault");
        (await api.PostAsync(Path, """{"name":"W","adapter":"adapter:webhok"}""")).ShouldBeProblem(400, ErrorCodes.AdapterUnknown);
        (await api.PostAsync(Path, """{"name":"W","adapter":"adapter:webhook","config":{"adapter":"adapter:email"}}""")).Code.Should().Be(ErrorCodes.ReferenceMismatch);
    }

    [Fact]
    public async Task A_taken_id_is_a_conflict()
    {
        await using var api = await ApiHost.StartAsync();
        var id = (await api.PostAsync(Path, """{"name":"W","adapter":"adapter:webhook"}""")).Json.GetProperty("id").GetGuid();
        (await api.PostAsync(Path, $$"""{"id":"{{id}}","name":"W","adapter":"adapter:webhook"}""")).ShouldBeProblem(409, ErrorCodes.ReferenceTaken);
    }

    [Fact]
    public async Task A_list_comes_in_pages()
    {
        await using var api = await ApiHost.StartAsync();
        var first = (await api.PostAsync(Path, """{"name":"A","adapter":"adapter:webhook"}""")).Json.GetProperty("id").GetGuid();
        await api.PostAsync(Path, """{"name":"B","adapter":"adapter:webhook"}""");
        var page = await api.GetAsync($"{Path}?limit=1");
        page.Headers["Link"].Should().Be($"<{Path}?limit=1&after={first}>; rel=\"next\"");
        (await api.GetAsync($"{Path}?limit=1&after={first}")).Json[0].GetProperty("name").GetString().Should().Be("B");
    }
}
