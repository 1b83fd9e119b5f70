using System.Text;
using InsideLabs.EventBus.Adapters.Tests.Receivers;
using InsideLabs.EventBus.Errors;

namespace InsideLabs.EventBus.Adapters.Tests.Slack;

/// <summary>What Slack receives, and what it never does.</summary>
public sealed class SlackRequestTests : IAsyncLifetime
{
    private const string Blocks =
        "\"blocks\":[{\"type\":\"section\",\"text\":{\"type\":\"mrkdwn\",\"text\":\"*Jane* &lt;!channel&gt; {{secrets.key}}\"}}]";

    private readonly LoopbackReceiver _slack = LoopbackReceiver.Answering(200, body: "ok");
    private readonly LoopbackReceiver _api = LoopbackReceiver.Answering(200, body: "{\"ok\":true,\"ts\":\"1503435956.000247\"}");

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        await _slack.DisposeAsync();
        await _api.DisposeAsync();
    }

    [Fact]
    public async Task An_incoming_webhook_gets_the_message_and_nothing_of_ours()
    {
        var result = await SlackFixture.Adapter().SendAsync(SlackFixture.Webhook(
            _slack, "\"text\":\"hi\"," + Blocks + ",\"username\":null,\"icon_emoji\":\":bell:\",\"strict\":true,\"unfurl_links\":false"));

        result.Should().BeEquivalentTo(DeliveryResult.Delivered(200, "ok"));
        var received = await _slack.NextRequestAsync();
        received.Line.Should().Be($"POST {SlackFixture.HookPath} HTTP/1.1");
        Encoding.UTF8.GetString(received.Body).Should().Be("{\"text\":\"hi\"," + Blocks + ",\"icon_emoji\":\":bell:\",\"unfurl_links\":false}");
        received.Headers.ToDictionary(h => h.Key.ToLowerInvariant(), h => h.Value).Should().BeEquivalentTo(new Dictionary<string, string>
        {
            ["host"] = $"127.0.0.1:{_slack.Port}",
            ["content-type"] = "application/json; charset=utf-8",
            ["content-length"] = $"{received.Body.Length}",
            ["accept"] = "application/json",
        });
    }

    [Fact]
    public async Task A_bot_posts_with_the_token_of_the_settings()
    {
        var result = await SlackFixture.Adapter().SendAsync(SlackFixture.Bot(_api, "\"text\":12,\"thread_ts\":1503435956.000247"));

        result.Verdict.Should().Be(DeliveryVerdict.Delivered);
        var received = await _api.NextRequestAsync();
        received.Line.Should().Be("POST /api/chat.postMessage HTTP/1.1");
        received["Authorization"].Should().Be($"Bearer {SlackFixture.Token}");
        Encoding.UTF8.GetString(received.Body).Should().Be("""{"channel":"C0123456789","text":"12","thread_ts":"1503435956.000247"}""");
    }

    [Fact]
    public async Task A_token_in_the_config_comes_first_and_is_not_in_the_message()
    {
        await SlackFixture.Adapter().SendAsync(SlackFixture.Bot(_api, "\"token\":\"xoxb-own-token\",\"text\":\"hi\""));
        var received = await _api.NextRequestAsync();
        received["Authorization"].Should().Be("Bearer xoxb-own-token");
        Encoding.UTF8.GetString(received.Body).Should().Be("""{"channel":"C0123456789","text":"hi"}""");
    }

    [Theory]
    [InlineData("/api/")]
    [InlineData("/api?x=y")]
    public async Task The_method_is_appended_to_the_path_of_the_api(string path)
    {
        var settings = $$"""{"botToken":"xoxb-12345","apiUrl":"http://127.0.0.1:{{_api.Port}}{{path}}"}""";
        await SlackFixture.Adapter().SendAsync(SlackFixture.Request("""{"channel":"C1","text":"hi"}""", settings));
        (await _api.NextRequestAsync()).Line.Should().Be("POST /api/chat.postMessage HTTP/1.1");
    }

    [Theory]
    [InlineData("{\"webhookUrl\":null,\"text\":\"hi\"}", ErrorCodes.TemplateUnresolved)]
    [InlineData("{\"webhookUrl\":\"\",\"text\":\"hi\"}", ErrorCodes.UrlMalformed)]
    [InlineData("{\"webhookUrl\":\"javascript:alert(1)\",\"text\":\"hi\"}", ErrorCodes.DestinationBlocked)]
    [InlineData("{\"webhookUrl\":\"http://10.0.0.1/\",\"text\":\"hi\"}", ErrorCodes.DestinationBlocked)]
    [InlineData("{\"webhookUrl\":\"http://127.0.0.1@10.0.0.1/\",\"text\":\"hi\"}", ErrorCodes.UrlUserinfoForbidden)]
    [InlineData("{\"webhookUrl\":\"http://127.0.0.1/\\r\\nX: 1\",\"text\":\"hi\"}", ErrorCodes.UrlMalformed)]
    [InlineData("{\"webhookUrl\":\"https://hooks.slack.com/services/../T\",\"text\":\"hi\"}", ErrorCodes.UrlMalformed)]
    [InlineData("{\"webhookUrl\":\"https://hooks.slack.com/services/%2e%2E/T\",\"text\":\"hi\"}", ErrorCodes.UrlMalformed)]
    [InlineData("{\"webhookUrl\":[],\"text\":\"hi\"}", ErrorCodes.ConfigInvalid)]
    [InlineData("{\"channel\":null,\"text\":\"hi\"}", ErrorCodes.TemplateUnresolved)]
    [InlineData("{\"channel\":\"a\\nb\",\"text\":\"hi\"}", ErrorCodes.ConfigInvalid)]
    [InlineData("{\"channel\":\"C1\",\"token\":\"x\\r\\nX-Evil: 1\",\"text\":\"hi\"}", ErrorCodes.HeaderValueInvalid)]
    [InlineData("{\"channel\":\"C1\",\"text\":null}", ErrorCodes.TemplateUnresolved)]
    [InlineData("{\"channel\":\"C1\",\"text\":\"\",\"blocks\":[]}", ErrorCodes.TemplateUnresolved)]
    [InlineData("{\"channel\":\"C1\",\"text\":{}}", ErrorCodes.ConfigInvalid)]
    [InlineData("{\"channel\":\"C1\",\"blocks\":\"text\"}", ErrorCodes.ConfigInvalid)]
    [InlineData("{\"channel\":\"C1\",\"text\":\"\\ud800\"}", ErrorCodes.ConfigInvalid)]
    [InlineData("{\"channel\":", ErrorCodes.ConfigInvalid)]
    [InlineData("[]", ErrorCodes.ConfigInvalid)]
    public async Task A_hostile_or_missing_value_ends_the_delivery_and_throws_nothing(string config, string code)
    {
        var result = await SlackFixture.Adapter().SendAsync(SlackFixture.Request(config, SlackFixture.Settings(_api)));
        (result.Verdict, result.Code).Should().Be((DeliveryVerdict.Rejected, code));
        result.Response.Should().StartWith("config");
        (_api.Connections + _slack.Connections).Should().Be(0);
    }

    [Fact]
    public async Task A_text_that_grew_too_long_is_refused()
    {
        var result = await SlackFixture.Adapter().SendAsync(SlackFixture.Webhook(_slack, $"\"text\":\"{new string('x', 40_001)}\""));
        (result.Verdict, result.Code).Should().Be((DeliveryVerdict.Rejected, ErrorCodes.TemplateLimitExceeded));
    }

    [Theory]
    [InlineData(null, "There is no bot token")]
    [InlineData("{}", "There is no bot token")]
    [InlineData("{\"botToken\":null}", "There is no bot token")]
    [InlineData("{\"botToken\":\"a b\"}", "settings.botToken: ")]
    [InlineData("{\"botToken\":\"xoxb-12345\",\"apiUrl\":\"http://10.0.0.1\"}", "settings.apiUrl: ")]
    [InlineData("{\"botToken\":\"xoxb-12345\",\"apiUrl\":\"https://slack.com/api/..\"}", "settings.apiUrl: ")]
    [InlineData("", "settings: ")]
    public async Task Without_a_usable_token_it_is_tried_again_until_the_settings_are_written(string? settings, string said)
    {
        var result = await SlackFixture.Adapter().SendAsync(SlackFixture.Request("""{"channel":"C1","text":"hi"}""", settings));
        (result.Verdict, result.Code).Should().Be((DeliveryVerdict.Retry, ErrorCodes.AdapterNotConfigured));
        result.Response.Should().StartWith(said);
    }
}
