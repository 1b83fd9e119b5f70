using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using InsideLabs.EventBus.AspNetCore.Tests.Hosting;
using InsideLabs.EventBus.AspNetCore.Tests.Secrets;
using InsideLabs.EventBus.Conformance;
using Microsoft.Extensions.DependencyInjection;

namespace InsideLabs.EventBus.AspNetCore.Tests.Endpoints;

/// <summary>
/// Every row of the area <c>template</c> of <c>bad-inputs.json</c> from end to end: its template goes into a subscription over HTTP, its
/// event is recorded, and a real receiver or the audit shows what became of it.
/// </summary>
public sealed class TemplateRowTests
{
    private const string ApiKey = "canary-of-the-template-rows";

    public static TheoryData<string> Rows => [.. ConformanceCases.BadInputs("template").Select(c => c.GetProperty("id").GetString()!)];

    [Theory]
    [MemberData(nameof(Rows))]
    public async Task A_template_ends_as_its_row_says(string id)
    {
        var row = ConformanceCases.BadInputs("template").Single(c => c.GetProperty("id").GetString() == id);
        var expected = row.GetProperty("expected");
        await using var receiver = await EchoingReceiver.StartAsync();
        await using var api = await StartAsync(receiver);

        var created = await SubscribeAsync(api, receiver, row);
        if (expected.GetProperty("outcome").GetString() == "reject")
        {
            created.ShouldBeProblem(expected.GetProperty("httpStatus").GetInt32(), expected.GetProperty("code").GetString()!);
            (await api.GetAsync("/api/subscriptions")).Json.GetArrayLength().Should().Be(0);
            return;
        }

        created.Status.Should().Be(HttpStatusCode.Created, created.Text);
        var recorded = await api.PostAsync(
            "/api/interactions", $$"""{"resourceType":"ORDER","action":"CREATE","resourceId":"o-1","interaction":{{EventOf(row)}}}""");
        recorded.Status.Should().Be(HttpStatusCode.Created, recorded.Text);
        await api.IdleAsync();
        var attempt = (await api.GetAsync($"/api/audits?occurrenceId={recorded.Json.GetProperty("interactionId")}")).Json.EnumerateArray().Single();

        if (expected.GetProperty("outcome").GetString() == "dead")
        {
            attempt.GetProperty("outcome").GetString().Should().Be("dead");
            attempt.GetProperty("code").GetString().Should().Be(expected.GetProperty("code").GetString());
            receiver.Received.Should().BeEmpty();
            return;
        }

        attempt.GetProperty("outcome").GetString().Should().Be("success");
        Received(receiver, row).Should().Be(Wanted(row, expected.GetProperty("result").GetString()!));
        receiver.Received.Should().ContainSingle().Which.Should().NotContain(ApiKey, "no row brings a secret out");
    }

    private static async Task<ApiHost> StartAsync(EchoingReceiver receiver)
    {
        var api = await ApiHost.StartAsync(configure: bus => bus.AddEmail(o =>
        {
            o.AllowHttp = true;
            o.AllowedNetworks.Add("127.0.0.0/8");
        }));
        await api.SendAsync(HttpMethod.Put, "/api/secrets/apiKey", $$"""{"value":"{{ApiKey}}"}""");
        await api.SendAsync(HttpMethod.Put, "/api/adapter-settings/email", $$$"""{"settings":{"apiKey":"SG.any","apiUrl":"{{{receiver.Address}}}/200/mail"}}""");
        await api.PostAsync("/api/resource-types", """{"mnemonic":"ORDER","title":"Order"}""");
        await api.PostAsync("/api/actions", """{"mnemonic":"CREATE","title":"Create"}""");
        return api;
    }

    private static async Task<ApiAnswer> SubscribeAsync(ApiHost api, EchoingReceiver receiver, JsonElement row)
    {
        var input = row.GetProperty("input");
        var template = input.ValueKind == JsonValueKind.String ? input.GetString()!
            : input.TryGetProperty("template", out var given) ? given.GetString()!
            : input.TryGetProperty("body", out var body) ? body.GetString()!
            : input.GetProperty("a").GetString()!;
        if (input.ValueKind == JsonValueKind.Object && input.TryGetProperty("globals", out var globals))
        {
            // The row's text is a setting too: the settings name each other.
            await PutGlobalAsync(api, "a", template);
            foreach (var global in globals.EnumerateObject())
            {
                await PutGlobalAsync(api, global.Name, global.Value.GetString()!);
            }
        }

        var config = row.GetProperty("surface").GetString() switch
        {
            "email body" => new JsonObject
            {
                ["adapter"] = "adapter:email", ["from"] = new JsonObject { ["email"] = "shop@example.com" },
                ["personalizations"] = new JsonArray(new JsonObject { ["to"] = new JsonArray(new JsonObject { ["email"] = "ann@example.com" }) }),
                ["subject"] = "Hello", ["html"] = template,
            },
            "email subject/to" => new JsonObject
            {
                ["adapter"] = "adapter:email", ["to"] = template, ["from"] = new JsonObject { ["email"] = "shop@example.com" },
                ["subject"] = "Hello", ["body"] = "x",
            },
            _ => new JsonObject { ["adapter"] = "adapter:webhook", ["url"] = $"{receiver.Address}/200/hook", ["body"] = new JsonObject { ["text"] = template } },
        };
        var ids = (Type: await IdOfAsync(api, "/api/resource-types"), Action: await IdOfAsync(api, "/api/actions"));
        return await api.PostAsync(
            "/api/subscriptions",
            $$"""{"resourceTypeId":"{{ids.Type}}","actionId":"{{ids.Action}}","retryDelays":[],"config":{{config.ToJsonString()}}}""");
    }

    private static string EventOf(JsonElement row) =>
        row.GetProperty("input") is { ValueKind: JsonValueKind.Object } input && input.TryGetProperty("event", out var data) ? data.GetRawText() : "{}";

    private static string Received(EchoingReceiver receiver, JsonElement row)
    {
        var request = receiver.Received.Single();
        var body = JsonNode.Parse(request[(request.LastIndexOf('\n') + 1)..])!;
        return row.GetProperty("surface").GetString() == "email body"
            ? body["content"]![0]!["value"]!.GetValue<string>()
            : body["text"]!.GetValue<string>();
    }

    /// <summary>Literal: the event's value, or the text itself where it has no template. Escaped: the value as HTML shows it.</summary>
    private static string Wanted(JsonElement row, string result)
    {
        var input = row.GetProperty("input");
        if (input.ValueKind == JsonValueKind.String)
        {
            return input.GetString()!;
        }

        var value = input.GetProperty("event").GetProperty("name").GetString()!;
        return input.GetProperty("template").GetString()!.Replace(
            "{{interaction.name}}", result == "escaped" ? WebUtility.HtmlEncode(value) : value, StringComparison.Ordinal);
    }

    private static async Task PutGlobalAsync(ApiHost api, string key, string value) => (await api.SendAsync(
        HttpMethod.Put, $"/api/global-settings/{key}", new JsonObject { ["value"] = value }.ToJsonString())).Status.Should().Be(HttpStatusCode.OK);

    private static async Task<string> IdOfAsync(ApiHost api, string path) =>
        (await api.GetAsync(path)).Json.EnumerateArray().Single().GetProperty("id").GetString()!;
}
