using System.Net;
using System.Text.Json;
using InsideLabs.EventBus.AspNetCore.Tests.Hosting;
using InsideLabs.EventBus.Signatures;

namespace InsideLabs.EventBus.AspNetCore.Tests.Endpoints;

public sealed class SubscriptionEndpointsTests
{
    private const string Webhook = """{"adapter":"adapter:webhook","url":"https://example.com/hooks"}""";

    private static readonly string[] Documented =
    [
        "id", "eventTypes", "resourceTypeId", "actionId", "originId", "subscriberId", "config", "labels", "delivery_schedule", "retryDelays",
        "status", "createdAt", "updatedAt", "version",
    ];

    [Fact]
    public async Task A_change_that_has_to_make_a_secret_answers_it_once()
    {
        await using var api = await ApiHost.StartAsync();
        var id = (await api.SubscribeAsync()).GetProperty("id").GetString();

        var changed = await api.SendAsync(HttpMethod.Put, $"/api/subscriptions/{id}", $$"""{"config":{{Webhook}}}""");
        var again = await api.SendAsync(HttpMethod.Put, $"/api/subscriptions/{id}", $$"""{"config":{{Webhook}}}""");

        WebhookSecret.TryParse(changed.Json.GetProperty("signingSecret").GetString(), out _, out _).Should().BeTrue();
        changed.Headers["Cache-Control"].Should().Be("no-store");
        changed.Headers["ETag"].Should().Be($"\"{changed.Json.GetProperty("version").GetInt64()}\"");
        Names(again.Json).Should().BeEquivalentTo(Documented, "the owner knows it by now");
    }

    [Fact]
    public async Task A_creation_answers_everything_documented_and_the_secret_once()
    {
        await using var api = await ApiHost.StartAsync();

        var created = await api.PostAsync(
            "/api/subscriptions", $$$"""{"eventTypes":["engagement.campaign.*"],"config":{{{Webhook}}},"labels":["B","A","B"],"retryDelays":[5,0.5]}""");

        created.Status.Should().Be(HttpStatusCode.Created);
        created.ContentType.Should().Be("application/json");
        var subscription = created.Json;
        Names(subscription).Should().BeEquivalentTo([.. Documented, "signingSecret"]);
        WebhookSecret.TryParse(subscription.GetProperty("signingSecret").GetString(), out _, out _).Should().BeTrue();
        var id = subscription.GetProperty("id").GetGuid();
        created.Headers["Cache-Control"].Should().Be("no-store");
        created.Headers["X-Content-Type-Options"].Should().Be("nosniff");
        created.Headers["Location"].Should().Be($"/api/subscriptions/{id}");
        created.Headers["ETag"].Should().Be($"\"{subscription.GetProperty("version").GetInt64()}\"");
        subscription.GetProperty("labels").ToString().Should().Be("""["B","A"]""");
        subscription.GetProperty("retryDelays").ToString().Should().Be("[5,0.5]");
        subscription.GetProperty("status").GetString().Should().Be("active");
        subscription.GetProperty("createdAt").GetString().Should().MatchRegex(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$");

        var shown = await api.GetAsync($"/api/subscriptions/{id}");
        Names(shown.Json).Should().BeEquivalentTo(Documented);
        shown.Text.Should().NotContain("whsec_");
        shown.Json.GetProperty("config").ToString().Should().Be(Webhook);
    }

    [Fact]
    public async Task What_has_no_value_is_null()
    {
        await using var api = await ApiHost.StartAsync();
        var created = await api.SubscribeAsync();
        foreach (var name in (string[])["resourceTypeId", "actionId", "originId", "subscriberId", "delivery_schedule", "retryDelays", "signingSecret"])
        {
            created.GetProperty(name).ValueKind.Should().Be(JsonValueKind.Null, name);
        }
    }

    [Fact]
    public async Task An_update_merges_and_an_answer_can_be_sent_back()
    {
        await using var api = await ApiHost.StartAsync();
        var created = await api.SubscribeAsync("engagement.*", ""","labels":["A"],"retryDelays":[1]""");
        var path = $"/api/subscriptions/{created.GetProperty("id").GetGuid()}";

        var changed = await api.SendAsync(HttpMethod.Put, path, """{"labels":["Production","Security"]}""");

        changed.Status.Should().Be(HttpStatusCode.OK);
        changed.Json.GetProperty("labels").ToString().Should().Be("""["Production","Security"]""");
        changed.Json.GetProperty("eventTypes").ToString().Should().Be("""["engagement.*"]""");
        changed.Json.GetProperty("retryDelays").ToString().Should().Be("[1]");

        var sentBack = await api.SendAsync(HttpMethod.Put, path, changed.Text);
        sentBack.Status.Should().Be(HttpStatusCode.OK, sentBack.Text);
        var cleared = await api.SendAsync(HttpMethod.Put, path, """{"labels":null,"retryDelays":null}""");
        cleared.Json.GetProperty("labels").GetArrayLength().Should().Be(0);
        cleared.Json.GetProperty("retryDelays").ValueKind.Should().Be(JsonValueKind.Null);
    }

    [Fact]
    public async Task Every_fault_of_a_draft_is_told_at_once_and_the_first_code_stands_on_top()
    {
        await using var api = await ApiHost.StartAsync();

        var answer = await api.PostAsync(
            "/api/subscriptions",
            """{"eventTypes":["*","engagement.campaign.sent","a.*.b"],"config":{"adapter":"adapter:webhook","url":"http://10.0.0.1:22/"},"labels":["a,b"],"lables":1}""");

        answer.ShouldBeProblem(400, answer.Json.GetProperty("errors")[0].GetProperty("code").GetString()!);
        answer.Faults.Should().BeEquivalentTo(
        [
            "lables property_unknown", "eventTypes[0] pattern_malformed", "eventTypes[2] pattern_malformed", "config.url url_port_forbidden",
            "labels[0] label_malformed",
        ]);
    }

    [Theory]
    [InlineData("""{"adapter":"adapter:webhook","url":"https://example.com/\u0000"}""", "config.url url_malformed")]
    [InlineData("""{"adapter":"adapter:webhook","url":"https://example.com/\ud800"}""", "config.url url_malformed")]
    [InlineData("""{"adapter":"adapter:webhook","url":"https://example.com/","headers":{"x-a":"\u0000"}}""", "config.headers.x-a header_value_invalid")]
    [InlineData("""{"adapter":"adapter:webhook","url":"https://example.com/","headers":{"x-a":"\ud800"}}""", "config.headers.x-a header_value_invalid")]
    [InlineData("""{"adapter":"adapter:webhook","url":"https://example.com/","signingSecret":"\ud800"}""", "config.signingSecret secret_malformed")]
    [InlineData("""{"adapter":"adapter:webhook\ud800","url":"https://example.com/"}""", "config.adapter adapter_unknown")]
    [InlineData("""{"adapter":"adapter:webhook","url":"https://example.com/","method":"\ud800"}""", "config.method config_invalid")]
    [InlineData("""{"adapter":"adapter:webhook","url":"https://example.com/","body":{"a":["\ud800"]}}""", "config.body.a[0] json_invalid_string")]
    [InlineData("""{"adapter":"adapter:webhook","url":"https://example.com/","body":{"a":["\u0000"]}}""", "config.body.a[0] json_invalid_string")]
    [InlineData("""{"adapter":"adapter:webhook","url":"https://example.com/","body":{"\ud800":1}}""", "config.body.\uFFFD json_invalid_string")]
    public async Task A_text_that_cannot_be_kept_gets_its_field_s_own_code_where_there_is_one(string config, string fault)
    {
        await using var api = await ApiHost.StartAsync();
        var answer = await api.PostAsync("/api/subscriptions", $$"""{"eventTypes":["engagement.*"],"config":{{config}}}""");
        ((int)answer.Status).Should().Be(400);
        answer.Faults.Should().Equal(fault);
    }

    [Theory]
    [InlineData("label=Production", 2)]
    [InlineData("label=production", 0)]
    [InlineData("labels=Security,Billing", 2)]
    [InlineData("labels=Security&labels=Billing", 2)]
    [InlineData("labels=,,Security,", 1)]
    [InlineData("labels=,", 3)]
    [InlineData("labels=", 3)]
    [InlineData("label=Production&labels=Billing", 1)]
    [InlineData("label=a%2Cb", 0)]
    [InlineData("label=Production&status=paused", 1)]
    [InlineData("status=active", 2)]
    [InlineData("status=disabled", 0)]
    [InlineData("", 3)]
    public async Task Filters_hold_together(string query, int found)
    {
        await using var api = await ApiHost.StartAsync();
        await api.SubscribeAsync(more: ""","labels":["Production","Security"]""");
        var paused = await api.SubscribeAsync(more: ""","labels":["Production","Billing"]""");
        await api.SubscribeAsync();
        await api.PostAsync($"/api/subscriptions/{paused.GetProperty("id").GetGuid()}/pause");

        (await api.GetAsync("/api/subscriptions?" + query)).Json.GetArrayLength().Should().Be(found);
    }

    [Fact]
    public async Task Pause_and_resume_answer_the_subscription_and_may_be_repeated()
    {
        await using var api = await ApiHost.StartAsync();
        var path = $"/api/subscriptions/{(await api.SubscribeAsync()).GetProperty("id").GetGuid()}";

        foreach (var (action, status) in (IEnumerable<(string, string)>)[("pause", "paused"), ("pause", "paused"), ("resume", "active"), ("resume", "active")])
        {
            var answer = await api.PostAsync($"{path}/{action}");
            answer.Status.Should().Be(HttpStatusCode.OK);
            answer.Json.GetProperty("status").GetString().Should().Be(status);
            Names(answer.Json).Should().BeEquivalentTo(Documented);
        }
    }

    [Fact]
    public async Task A_deleted_subscription_is_gone()
    {
        await using var api = await ApiHost.StartAsync();
        var path = $"/api/subscriptions/{(await api.SubscribeAsync()).GetProperty("id").GetGuid()}";

        var deleted = await api.SendAsync(HttpMethod.Delete, path);
        deleted.Status.Should().Be(HttpStatusCode.NoContent);
        deleted.Text.Should().BeEmpty();

        (await api.GetAsync(path)).ShouldBeProblem(404, "not_found");
        (await api.SendAsync(HttpMethod.Delete, path)).ShouldBeProblem(404, "not_found");
        (await api.SendAsync(HttpMethod.Put, path, "{}")).ShouldBeProblem(404, "not_found");
        (await api.PostAsync(path + "/pause")).ShouldBeProblem(404, "not_found");
        (await api.PostAsync(path + "/secret/rotate")).ShouldBeProblem(404, "not_found");
    }

    [Theory]
    [InlineData("42")]
    [InlineData("{019667f3-8d4c-7a52-9e41-2f60a1b7c3d8}")]
    [InlineData("019667f38d4c7a529e412f60a1b7c3d8")]
    public async Task A_malformed_id_is_answered_like_an_unknown_one(string id)
    {
        await using var api = await ApiHost.StartAsync();
        (await api.GetAsync("/api/subscriptions/" + id)).ShouldBeProblem(404, "not_found");
    }

    [Fact]
    public async Task A_rotation_shows_the_new_secret_and_how_long_the_old_one_holds()
    {
        await using var api = await ApiHost.StartAsync();
        var created = await api.PostAsync("/api/subscriptions", $$$"""{"eventTypes":["engagement.*"],"config":{{{Webhook}}}}""");
        var path = $"/api/subscriptions/{created.Json.GetProperty("id").GetGuid()}/secret/rotate";

        var rotated = await api.PostAsync(path);

        rotated.Status.Should().Be(HttpStatusCode.OK);
        rotated.Json.GetProperty("signingSecret").GetString().Should().StartWith("whsec_")
            .And.NotBe(created.Json.GetProperty("signingSecret").GetString());
        rotated.Headers["Cache-Control"].Should().Be("no-store");
        rotated.Json.GetProperty("previousValidUntil").GetDateTimeOffset().Should().Be(api.Time.GetUtcNow().AddHours(24));
    }

    [Fact]
    public async Task An_adapter_that_does_not_sign_has_no_secret_to_rotate()
    {
        await using var api = await ApiHost.StartAsync();
        var created = await api.SubscribeAsync();
        (await api.PostAsync($"/api/subscriptions/{created.GetProperty("id").GetGuid()}/secret/rotate")).ShouldBeProblem(400, "config_invalid");
    }

    private static IEnumerable<string> Names(JsonElement json) => json.EnumerateObject().Select(p => p.Name);
}
