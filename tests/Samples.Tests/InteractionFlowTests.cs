using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Samples.Tests;

/// <summary>The second document's flow over real sockets: a subscription with templates, an interaction, and what the mail API receives.</summary>
public sealed class InteractionFlowTests : EventServerFlow
{
    /// <summary>The document's config, word for word but for the id of the mail template.</summary>
    private const string DocumentConfig = """
        {
            "adapter": "adapter:email",
            "personalizations": [{
                "to": [{
                    "email": "{{interaction.email}}",
                    "name": "{{interaction.name}}"
                }],
                "dynamic_template_data": {
                    "userName": "{{interaction.name}}"
                }
            }],
            "from": { "email": "noreply@example.com" },
            "template_id": "d-template-id"
        }
        """;

    /// <summary>The document's first schedule, word for word.</summary>
    private const string DocumentSchedule = """
        {
            "timezone": "America/New_York",
            "windows": [
                {
                    "days": [1, 2, 3, 4, 5],
                    "startTime": "09:00",
                    "endTime": "17:00"
                }
            ]
        }
        """;

    /// <summary>The document's update of a schedule, word for word.</summary>
    private const string DocumentUpdate = """
        {
            "delivery_schedule": {
                "timezone": "Europe/London",
                "windows": [
                    {
                        "days": [1, 2, 3, 4, 5],
                        "startTime": "08:00",
                        "endTime": "18:00"
                    },
                    {
                        "days": [6],
                        "startTime": "10:00",
                        "endTime": "14:00"
                    }
                ]
            }
        }
        """;

    /// <summary>The document's way back to "Always active", word for word.</summary>
    private const string DocumentClearing = """
        {
            "delivery_schedule": null
        }
        """;

    [Fact]
    public async Task The_documents_subscription_posts_the_exact_mail_and_the_audit_tells_of_it()
    {
        await PutAsync("/api/secrets/sendgrid", """{"value":"SG.key-of-the-shop"}""");
        await PutAsync("/api/adapter-settings/email", $$$"""{"settings":{"apiKey":"{{secrets.sendgrid}}","apiUrl":"{{{Url("/v3/mail/send")}}}"}}""");
        var (type, action, origin) = (await AddAsync("resource-types", "ORDER"), await AddAsync("actions", "CREATE"), await AddAsync("origins", "SHOP"));
        var subscriber = (await SendAsync(HttpMethod.Post, "/api/subscribers", """{"name":"Mail","adapter":"adapter:email"}"""))
            .GetProperty("id").GetString();
        var subscription = await SendAsync(
            HttpMethod.Post,
            "/api/subscriptions",
            $$"""{"actionId":"{{action}}","resourceTypeId":"{{type}}","subscriberId":"{{subscriber}}","originId":"{{origin}}","config":{{DocumentConfig}}}""");
        subscription.GetProperty("subscriberId").GetString().Should().Be(subscriber);
        subscription.GetProperty("originId").GetString().Should().Be(origin);
        JsonNode.DeepEquals(JsonNode.Parse(subscription.GetProperty("config").GetRawText()), JsonNode.Parse(DocumentConfig))
            .Should().BeTrue(because: "the config is shown as it was written");

        var interaction = await RecordAsync(action, """{"email":"ann@example.com","name":"Ann \"A\" O'Neil <script>"}""", """ "resourceType":"ORDER","origin":"SHOP",""");

        var mail = await Receiver.NextAsync();
        mail.Path.Should().Be("/v3/mail/send");
        mail.Headers["authorization"].Should().Be("Bearer SG.key-of-the-shop");
        mail.Headers["content-type"].Should().StartWith("application/json");
        var expected = """
            {"personalizations":[{"to":[{"email":"ann@example.com","name":"Ann \"A\" O'Neil <script>"}],
             "dynamic_template_data":{"userName":"Ann \"A\" O'Neil <script>"}}],"from":{"email":"noreply@example.com"},"template_id":"d-template-id"}
            """;
        Compact(mail.Body).Should().Be(Compact(Encoding.UTF8.GetBytes(expected)), "this is the JSON that one would post to the mail API by hand");

        var audit = await EventuallyAuditedAsync(interaction);
        audit.GetProperty("outcome").GetString().Should().Be("success");
        audit.GetProperty("subscriptionId").GetString().Should().Be(subscription.GetProperty("id").GetString());
        audit.GetProperty("warnings").GetArrayLength().Should().Be(0);
    }

    [Fact]
    public async Task The_documents_schedule_is_created_replaced_and_cleared()
    {
        var (type, action) = (await AddAsync("resource-types", "ORDER"), await AddAsync("actions", "CREATE"));
        var subscriber = (await SendAsync(HttpMethod.Post, "/api/subscribers", """{"name":"Mail","adapter":"adapter:email"}"""))
            .GetProperty("id").GetString();

        var created = await SendAsync(
            HttpMethod.Post,
            "/api/subscriptions",
            $$"""{"actionId":"{{action}}","resourceTypeId":"{{type}}","subscriberId":"{{subscriber}}","delivery_schedule":{{DocumentSchedule}},"config":{{DocumentConfig}}}""");

        ShouldBe(created.GetProperty("delivery_schedule"), DocumentSchedule);
        var path = $"/api/subscriptions/{created.GetProperty("id").GetString()}";
        ShouldBe((await SendAsync(HttpMethod.Get, path)).GetProperty("delivery_schedule"), DocumentSchedule);
        var week = await SendAsync(HttpMethod.Get, path + "/schedule/preview?from=2025-03-08T00:00:00Z&count=5");
        week.EnumerateArray().Select(o => o.GetProperty("opens").GetString()).Should().Equal(
            Enumerable.Range(10, 5).Select(day => $"2025-03-{day}T13:00:00.000Z"), "nine in the morning of a working day in New York's summer time");

        var replaced = await SendAsync(HttpMethod.Put, path, DocumentUpdate);
        ShouldBe(replaced, DocumentUpdate, "delivery_schedule");
        ShouldBe(replaced.GetProperty("config"), DocumentConfig);
        var saturday = await SendAsync(HttpMethod.Get, path + "/schedule/preview?from=2025-03-08T12:00:00Z&count=1");
        saturday[0].GetRawText().Should().Be("""{"opens":"2025-03-08T12:00:00.000Z","closes":"2025-03-08T14:00:00.000Z"}""");

        var cleared = await SendAsync(HttpMethod.Put, path, DocumentClearing);
        cleared.GetProperty("delivery_schedule").ValueKind.Should().Be(JsonValueKind.Null);
        (await SendAsync(HttpMethod.Get, path + "/schedule/preview?from=2025-03-08T12:00:00Z")).GetRawText()
            .Should().Be("""[{"opens":"2025-03-08T12:00:00.000Z","closes":null}]""");
    }

    [Fact]
    public async Task Outside_of_every_window_the_documents_mail_waits_for_the_next_and_goes_when_the_schedule_is_cleared()
    {
        await PutAsync("/api/adapter-settings/email", $$$$"""{"settings":{"apiKey":"SG.literal","apiUrl":"{{{{Url("/v3/mail/send")}}}}"}}""");
        var (type, action) = (await AddAsync("resource-types", "ORDER"), await AddAsync("actions", "CREATE"));
        var closedNow = (int)DateTimeOffset.UtcNow.AddDays(3).DayOfWeek;
        var created = await SendAsync(
            HttpMethod.Post,
            "/api/subscriptions",
            $$$"""
            {"actionId":"{{{action}}}","resourceTypeId":"{{{type}}}","config":{{{DocumentConfig}}},
             "delivery_schedule":{"timezone":"UTC","windows":[{"days":[{{{closedNow}}}],"startTime":"09:00","endTime":"17:00"}]}}
            """);
        var path = $"/api/subscriptions/{created.GetProperty("id").GetString()}";

        var interaction = await RecordAsync(action, """{"email":"ann@example.com","name":"Ann"}""", """ "resourceType":"ORDER",""");

        var opens = (await SendAsync(HttpMethod.Get, path + "/schedule/preview?count=1"))[0].GetProperty("opens").GetString();
        var waiting = (await SendAsync(HttpMethod.Get, "/api/queue?status=pending")).EnumerateArray().Should().ContainSingle().Subject;
        waiting.GetProperty("occurrenceId").GetString().Should().Be(interaction);
        waiting.GetProperty("nextAttempt").GetString().Should().Be(opens);
        waiting.GetProperty("attempts").GetInt32().Should().Be(0);

        await SendAsync(HttpMethod.Put, path, DocumentClearing);

        JsonNode.Parse((await Receiver.NextAsync()).Body)!["personalizations"]![0]!["to"]![0]!["email"]!.GetValue<string>().Should().Be("ann@example.com");
        (await EventuallyAuditedAsync(interaction)).GetProperty("attempt").GetInt32().Should().Be(1, "to wait is no attempt");
    }

    [Fact]
    public async Task An_interaction_of_another_origin_reaches_only_who_takes_any()
    {
        var (type, action) = (await AddAsync("resource-types", "ORDER"), await AddAsync("actions", "CREATE"));
        var (shop, phone) = (await AddAsync("origins", "SHOP"), await AddAsync("origins", "PHONE"));
        foreach (var (path, origin) in new[] { ("/any", "null"), ("/shop", $"\"{shop}\""), ("/phone", $"\"{phone}\"") })
        {
            await SendAsync(
                HttpMethod.Post,
                "/api/subscriptions",
                $$$"""{"actionId":"{{{action}}}","resourceTypeId":"{{{type}}}","originId":{{{origin}}},"config":{"adapter":"adapter:webhook","url":"{{{Url(path)}}}"}}""");
        }

        var interaction = await RecordAsync(action, "{}", $$""" "resourceTypeId":"{{type}}","origin":"PHONE",""");

        var received = new[] { await Receiver.NextAsync(), await Receiver.NextAsync() };
        received.Select(r => r.Path).Should().BeEquivalentTo("/any", "/phone");
        var stored = await Http.GetByteArrayAsync($"/api/interactions/{interaction}");
        received.Should().AllSatisfy(r =>
        {
            r.Body.Should().Equal(stored, "the answer, the interaction and the webhook's body are one shape");
            r.Headers["insidelabs-event-id"].Should().Be(interaction);
            r.Headers.Should().NotContainKey("insidelabs-event-type");
        });
    }

    [Fact]
    public async Task The_documents_short_mail_is_sent_as_text()
    {
        await PutAsync("/api/adapter-settings/email", $$$$"""{"settings":{"apiKey":"SG.literal","apiUrl":"{{{{Url("/v3/mail/send")}}}}","from":{"email":"shop@example.com"}}}""");
        var (type, action) = (await AddAsync("resource-types", "ORDER"), await AddAsync("actions", "CREATE"));
        await SendAsync(
            HttpMethod.Post,
            "/api/subscriptions",
            $$$$"""
            {"actionId":"{{{{action}}}}","resourceTypeId":"{{{{type}}}}","config":{"adapter":"adapter:email",
             "to":"{{interaction.email}}","subject":"Order {{interaction.orderId}} confirmed","body":"Hi {{interaction.name}}, your order is ready."}}
            """);

        await RecordAsync(action, """{"email":"bob@example.com","orderId":1042,"name":"{{secrets.sendgrid}}"}""", """ "resourceType":"ORDER",""");

        var mail = JsonNode.Parse((await Receiver.NextAsync()).Body)!;
        mail["personalizations"]![0]!["to"]![0]!["email"]!.GetValue<string>().Should().Be("bob@example.com");
        mail["subject"]!.GetValue<string>().Should().Be("Order 1042 confirmed");
        mail["content"]!.ToJsonString().Should().Be("""[{"type":"text/plain","value":"Hi {{secrets.sendgrid}}, your order is ready."}]""");
        (await SendAsync(HttpMethod.Get, "/api/adapter-settings/email")).GetProperty("settings").GetProperty("apiKey").GetString().Should().Be("***");
    }

    private async Task<string> RecordAsync(string action, string metadata, string more) => (await SendAsync(
        HttpMethod.Post,
        "/api/interactions",
        $$"""{{{more}}"actionId":"{{action}}","resourceId":"o-1","interaction":{{metadata}}}""")).GetProperty("interactionId").GetString()!;

    private async Task<string> AddAsync(string kind, string mnemonic) =>
        (await SendAsync(HttpMethod.Post, $"/api/{kind}", $$"""{"mnemonic":"{{mnemonic}}","title":"{{mnemonic}}"}""")).GetProperty("id").GetString()!;

    private async Task PutAsync(string path, string json) => await SendAsync(HttpMethod.Put, path, json);

    private string Url(string path) => new Uri(Receiver.Address, path).ToString();

    /// <summary>The receiver has the mail before the attempt is in the audit; the queue says when it is.</summary>
    private async Task<JsonElement> EventuallyAuditedAsync(string interaction)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        while (true)
        {
            patience.Token.ThrowIfCancellationRequested();
            var audits = await SendAsync(HttpMethod.Get, $"/api/audits?occurrenceId={interaction}");
            if (audits.GetArrayLength() > 0)
            {
                return audits.EnumerateArray().Should().ContainSingle().Subject;
            }
        }
    }

    private async Task<JsonElement> SendAsync(HttpMethod method, string path, string? json = null)
    {
        using var request = new HttpRequestMessage(method, path);
        request.Content = json is null ? null : new StringContent(json, Encoding.UTF8, "application/json");
        using var response = await Http.SendAsync(request);
        var text = await response.Content.ReadAsStringAsync();
        response.IsSuccessStatusCode.Should().BeTrue(because: "{0} {1} should succeed: {2} {3}", becauseArgs: [method, path, response.StatusCode, text]);
        return response.StatusCode == HttpStatusCode.NoContent ? default : JsonDocument.Parse(text).RootElement;
    }

    /// <summary>The answer, or a property of it, is what the document wrote; the document's whole text where it names the property itself.</summary>
    private static void ShouldBe(JsonElement answered, string document, string? property = null)
    {
        var (actual, expected) = (JsonNode.Parse(answered.GetRawText())!, JsonNode.Parse(document)!);
        JsonNode.DeepEquals(property is null ? actual : actual[property], property is null ? expected : expected[property])
            .Should().BeTrue(because: "{0} is what was written: {1}", becauseArgs: [answered, document]);
    }

    private static string Compact(byte[] json) => JsonNode.Parse(json)!.ToJsonString();
}
