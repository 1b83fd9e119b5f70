using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using InsideLabs.EventBus.AspNetCore.Tests.Hosting;
using InsideLabs.EventBus.Conformance;
using InsideLabs.EventBus.Deliveries;
using InsideLabs.EventBus.Subscribing;
using Microsoft.Extensions.DependencyInjection;

namespace InsideLabs.EventBus.AspNetCore.Tests.Endpoints;

/// <summary>Every row of <c>bad-inputs.json</c> that names an HTTP status, sent as raw bytes to a real socket.</summary>
public sealed class BadInputTests
{
    private static readonly string[] Areas = ["eventType", "pattern", "label", "url", "envelope", "secret", "template", "schedule"];

    public static TheoryData<string> Rows => [.. WithStatus().Select(c => c.GetProperty("id").GetString()!)];

    [Fact]
    public void No_area_with_a_status_is_forgotten() =>
        WithStatus().Select(AreaOf).Distinct().Should().BeEquivalentTo(Areas);

    [Theory]
    [MemberData(nameof(Rows))]
    public async Task A_bad_input_gets_its_status_and_code_and_nothing_is_stored(string id)
    {
        var row = WithStatus().Single(c => c.GetProperty("id").GetString() == id);
        var expected = row.GetProperty("expected");
        await using var api = await ApiHost.StartAsync(options => options.AllowWildcards = !SwitchesWildcardsOff(row));
        await api.SubscribeAsync("engagement.settings.updated");

        var answer = await SendAsync(api, row);

        ((int)answer.Status).Should().Be(expected.GetProperty("httpStatus").GetInt32(), answer.Text);
        if (expected.TryGetProperty("code", out var code))
        {
            answer.ShouldBeProblem(expected.GetProperty("httpStatus").GetInt32(), code.GetString()!);
        }

        // What an accepted event of these rows causes: one delivery to the subscription that was there before.
        var stats = await api.Services.GetRequiredService<IDeliveryStore>().GetStatsAsync(CancellationToken.None);
        var deliveries = stats.Pending + stats.Processing + stats.Retry + stats.Completed + stats.Failed;
        var isStored = expected.GetProperty("stored").GetBoolean();
        var isSchedule = AreaOf(row) == "schedule";
        var alreadyStored = id == "en-duplicate-id-other-body";
        deliveries.Should().Be((isStored && !isSchedule) || alreadyStored ? 1 : 0);
        var subscriptions = await api.Services.GetRequiredService<SubscriptionService>().ListAsync();
        subscriptions.Should().HaveCount(isStored && isSchedule ? 2 : 1);
    }

    private static IEnumerable<JsonElement> WithStatus() =>
        ConformanceCases.Load("bad-inputs.json").GetProperty("cases").EnumerateArray()
            .Where(c => c.GetProperty("expected").TryGetProperty("httpStatus", out _));

    private static string AreaOf(JsonElement row) => row.GetProperty("area").GetString()!;

    private static bool SwitchesWildcardsOff(JsonElement row) =>
        row.TryGetProperty("host", out var host) && host.TryGetProperty("wildcards", out var wildcards) && !wildcards.GetBoolean();

    private static Task<ApiAnswer> SendAsync(ApiHost api, JsonElement row)
    {
        var input = row.GetProperty("input");
        return AreaOf(row) switch
        {
            "eventType" => PublishAsync(api, Text("""{"eventType":INPUT,"payload":{}}""", input)),
            "pattern" => SubscribeAsync(api, Text("""{"eventTypes":[INPUT],"config":{"adapter":"adapter:recording"}}""", input)),
            "label" when input.ValueKind == JsonValueKind.Array =>
                SubscribeAsync(api, Text("""{"eventTypes":["engagement.*"],"config":{"adapter":"adapter:recording"},"labels":INPUT}""", input)),
            "label" => RawRequest.SendAsync(
                api.Address, "GET", "/api/subscriptions?labels=" + Uri.EscapeDataString(input.GetString()!), default, contentType: null),
            "url" => SubscribeAsync(
                api,
                Text("""{"eventTypes":["engagement.*"],"config":{"adapter":"adapter:webhook","url":INPUT}}""", JsonSerializer.SerializeToElement(ConformanceCases.Text(input)))),
            "secret" => SubscribeAsync(
                api,
                Text(
                    """{"eventTypes":["engagement.*"],"config":{"adapter":"adapter:webhook","url":"https://example.com/","signingSecret":INPUT}}""",
                    input.GetProperty("secret"))),
            "template" => SubscribeAsync(
                api,
                Text(
                    """{"eventTypes":["engagement.*"],"config":{"adapter":"adapter:webhook","url":"https://example.com/","body":INPUT}}""",
                    input.ValueKind == JsonValueKind.Object ? input.GetProperty("body") : input)),
            "schedule" => SubscribeAsync(
                api, Text("""{"eventTypes":["engagement.*"],"config":{"adapter":"adapter:recording"},"delivery_schedule":INPUT}""", input)),
            _ => SendEnvelopeAsync(api, input),
        };
    }

    private static async Task<ApiAnswer> SendEnvelopeAsync(ApiHost api, JsonElement input)
    {
        if (input.ValueKind == JsonValueKind.String || input.TryGetProperty("generate", out _))
        {
            return await PublishAsync(api, ConformanceCases.Text(input));
        }

        if (input.TryGetProperty("contentType", out var type))
        {
            return await RawRequest.SendAsync(
                api.Address, "POST", "/api/events", Encoding.UTF8.GetBytes(input.GetProperty("body").GetString()!), type.GetString());
        }

        var first = new JsonObject
        {
            ["eventId"] = input.GetProperty("eventId").GetString(),
            ["eventType"] = "engagement.settings.updated",
            ["payload"] = new JsonObject(),
        };
        var answer = await PublishAsync(api, first.ToJsonString());
        if (input.TryGetProperty("twice", out _))
        {
            ((int)answer.Status).Should().Be(202);
            first["payload"] = new JsonObject { ["other"] = true };
            answer = await PublishAsync(api, first.ToJsonString());
        }

        return answer;
    }

    private static string Text(string template, JsonElement input) => template.Replace("INPUT", input.GetRawText(), StringComparison.Ordinal);

    private static Task<ApiAnswer> PublishAsync(ApiHost api, string body) =>
        RawRequest.SendAsync(api.Address, "POST", "/api/events", Encoding.UTF8.GetBytes(body));

    private static Task<ApiAnswer> SubscribeAsync(ApiHost api, string body) =>
        RawRequest.SendAsync(api.Address, "POST", "/api/subscriptions", Encoding.UTF8.GetBytes(body));
}
