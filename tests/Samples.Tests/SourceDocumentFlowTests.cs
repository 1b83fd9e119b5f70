using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Samples.Tests;

/// <summary>What the user's two documents show, against a running event server over real sockets.</summary>
public sealed class SourceDocumentFlowTests : EventServerFlow
{
    [Theory]
    [InlineData("engagement.campaign.sent")]
    [InlineData("engagement.*")]
    [InlineData("engagement.campaign.*")]
    public async Task Who_subscribes_receives_the_exact_envelope_correctly_signed(string pattern)
    {
        var created = await CreateAsync($$$"""{"eventTypes":["{{{pattern}}}"],"config":{{{Target("/handler")}}}}""");

        var receipt = await SendAsync(HttpMethod.Post, "/api/events", """{"eventType":"engagement.campaign.sent","payload":{ "campaignId":"c-42", "n":1e400 }}""");
        receipt.Status.Should().Be(HttpStatusCode.Accepted);
        receipt.Json.GetProperty("deliveries").GetInt32().Should().Be(1);

        var request = await Receiver.NextAsync();
        var eventId = receipt.Json.GetProperty("eventId").GetString()!;
        var stored = await Http.GetByteArrayAsync($"/api/events/{eventId}");
        request.Body.Should().Equal(stored, "the envelope is delivered byte for byte");
        var text = Encoding.UTF8.GetString(request.Body);
        text.Should().EndWith("""Z","payload":{ "campaignId":"c-42", "n":1e400 }}""").And.StartWith(
            $$$"""{"eventId":"{{{eventId}}}","eventType":"engagement.campaign.sent","eventCategory":"campaign","sourceDomain":"Engagement","timestamp":""");
        request.Headers["content-type"].Should().StartWith("application/json");
        request.Headers["insidelabs-event-id"].Should().Be(eventId);
        request.Headers["insidelabs-event-type"].Should().Be("engagement.campaign.sent");
        request.Headers["insidelabs-subscription-id"].Should().Be(created.GetProperty("id").GetString());
        request.Headers["insidelabs-attempt"].Should().Be("1");
        request.Headers["webhook-signature"].Should().Be(Sign(created.GetProperty("signingSecret").GetString()!, request));
        var age = DateTimeOffset.UtcNow.ToUnixTimeSeconds() - long.Parse(request.Headers["webhook-timestamp"], CultureInfo.InvariantCulture);
        age.Should().BeInRange(-5, 60);
        (await SendAsync(HttpMethod.Get, $"/api/queue/{request.Headers["webhook-id"]}")).Status.Should().Be(HttpStatusCode.OK, "the webhook-id is the queue item");
    }

    [Fact]
    public async Task A_pattern_that_covers_other_events_only_brings_nothing()
    {
        await CreateAsync($$"""{"eventTypes":["engagement.segment.user.*","engagement.campaign.opened"],"config":{{Target("/handler")}}}""");
        (await SendAsync(HttpMethod.Post, "/api/events", """{"eventType":"engagement.campaign.sent","payload":{"campaignId":"c-42"}}"""))
            .Json.GetProperty("deliveries").GetInt32().Should().Be(0);
    }

    [Theory]
    [InlineData("*")]
    [InlineData("*.campaign.sent")]
    [InlineData("engagement.*.sent")]
    public async Task A_wildcard_alone_in_front_or_in_the_middle_is_refused(string pattern)
    {
        var refused = await SendAsync(HttpMethod.Post, "/api/subscriptions", $$"""{"eventTypes":["{{pattern}}"],"config":{{Target("/handler")}}}""");
        refused.Status.Should().Be(HttpStatusCode.BadRequest);
        refused.Json.GetProperty("code").GetString().Should().Be("pattern_malformed");
        refused.Json.GetProperty("errors")[0].GetProperty("field").GetString().Should().Be("eventTypes[0]");
    }

    [Fact]
    public async Task Labels_are_created_replaced_and_searched_for()
    {
        var production = await CreateAsync($$"""{"eventTypes":["engagement.*"],"config":{{Target("/a")}},"labels":["Production","Billing Alerts"]}""");
        var plain = await CreateAsync($$"""{"eventTypes":["engagement.*"],"config":{{Target("/b")}}}""");
        var path = $"/api/subscriptions/{production.GetProperty("id").GetString()}";

        var replaced = await SendAsync(HttpMethod.Put, path, """{"labels":["Production","Security"]}""");
        replaced.Json.GetProperty("labels").ToString().Should().Be("""["Production","Security"]""");

        (await IdsAsync("?label=Production")).Should().Equal(production.GetProperty("id").GetString());
        (await IdsAsync("?labels=Production,Security,Billing")).Should().Equal(production.GetProperty("id").GetString());
        (await IdsAsync("?label=Billing%20Alerts")).Should().BeEmpty();
        (await IdsAsync("")).Should().Equal(production.GetProperty("id").GetString(), plain.GetProperty("id").GetString());
    }

    [Fact]
    public async Task A_paused_subscription_holds_what_is_queued_and_gets_nothing_new_until_it_is_resumed()
    {
        var created = await CreateAsync($$"""{"eventTypes":["engagement.*"],"config":{{Target("/handler")}}}""");
        var path = $"/api/subscriptions/{created.GetProperty("id").GetString()}";

        (await SendAsync(HttpMethod.Post, path + "/pause")).Json.GetProperty("status").GetString().Should().Be("paused");
        await PublishAsync("while-paused");
        (await SendAsync(HttpMethod.Post, path + "/resume")).Json.GetProperty("status").GetString().Should().Be("active");
        await PublishAsync("after-resume");

        (await Receiver.NextAsync()).Headers["insidelabs-event-id"].Should().Be("after-resume", "what happened while it was paused is not made up for");
        (await SendAsync(HttpMethod.Delete, path)).Status.Should().Be(HttpStatusCode.NoContent);
        (await SendAsync(HttpMethod.Get, path)).Status.Should().Be(HttpStatusCode.NotFound);
    }

    private string Target(string path) => $$"""{"adapter":"adapter:webhook","url":"{{new Uri(Receiver.Address, path)}}"}""";

    /// <summary>Standard Webhooks, computed here from its text: HMAC-SHA256 over id, timestamp and body.</summary>
    private static string Sign(string secret, HookRequest request)
    {
        byte[] content = [.. Encoding.UTF8.GetBytes($"{request.Headers["webhook-id"]}.{request.Headers["webhook-timestamp"]}."), .. request.Body];
        return "v1," + Convert.ToBase64String(HMACSHA256.HashData(Convert.FromBase64String(secret["whsec_".Length..]), content));
    }

    private async Task<JsonElement> CreateAsync(string json)
    {
        var created = await SendAsync(HttpMethod.Post, "/api/subscriptions", json);
        created.Status.Should().Be(HttpStatusCode.Created, created.Json.ToString());
        return created.Json;
    }

    private async Task PublishAsync(string eventId) => (await SendAsync(
        HttpMethod.Post, "/api/events", $$$"""{"eventType":"engagement.campaign.sent","payload":{"campaignId":"c-42"},"eventId":"{{{eventId}}}"}"""))
        .Status.Should().Be(HttpStatusCode.Accepted);

    private async Task<IEnumerable<string?>> IdsAsync(string query) =>
        (await SendAsync(HttpMethod.Get, "/api/subscriptions" + query)).Json.EnumerateArray().Select(s => s.GetProperty("id").GetString());

    private async Task<(HttpStatusCode Status, JsonElement Json)> SendAsync(HttpMethod method, string path, string? json = null)
    {
        using var request = new HttpRequestMessage(method, path)
        {
            Content = json is null ? null : new StringContent(json, Encoding.UTF8, "application/json"),
        };
        using var response = await Http.SendAsync(request);
        var text = await response.Content.ReadAsStringAsync();
        return (response.StatusCode, text.Length == 0 ? default : JsonElement.Parse(text));
    }
}
