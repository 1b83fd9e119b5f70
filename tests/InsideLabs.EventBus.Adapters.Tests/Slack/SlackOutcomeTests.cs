using InsideLabs.EventBus.Adapters.Tests.Receivers;
using InsideLabs.EventBus.Errors;

namespace InsideLabs.EventBus.Adapters.Tests.Slack;

/// <summary>What Slack's answers mean.</summary>
public sealed class SlackOutcomeTests
{
    [Theory]
    [InlineData(200, "ok", DeliveryVerdict.Delivered, null)]
    [InlineData(200, "ok\n", DeliveryVerdict.Delivered, null)]
    [InlineData(200, "", DeliveryVerdict.Retry, ErrorCodes.ProtocolError)]
    [InlineData(200, "<html>ok</html>", DeliveryVerdict.Retry, ErrorCodes.ProtocolError)]
    [InlineData(200, "no_text", DeliveryVerdict.Rejected, ErrorCodes.PayloadRefused)]
    [InlineData(204, "", DeliveryVerdict.Retry, ErrorCodes.ProtocolError)]
    [InlineData(302, "", DeliveryVerdict.Retry, ErrorCodes.Http3xx)]
    [InlineData(400, "invalid_payload", DeliveryVerdict.Rejected, ErrorCodes.PayloadRefused)]
    [InlineData(400, "invalid_blocks", DeliveryVerdict.Rejected, ErrorCodes.PayloadRefused)]
    [InlineData(400, "user_not_found", DeliveryVerdict.Rejected, ErrorCodes.Http4xx)]
    [InlineData(400, "something_new", DeliveryVerdict.Retry, ErrorCodes.Http4xx)]
    [InlineData(403, "action_prohibited", DeliveryVerdict.Rejected, ErrorCodes.Http4xx)]
    [InlineData(403, "invalid_token", DeliveryVerdict.Rejected, ErrorCodes.Http4xx)]
    [InlineData(404, "channel_not_found", DeliveryVerdict.Rejected, ErrorCodes.Http4xx)]
    [InlineData(404, "no_service", DeliveryVerdict.Rejected, ErrorCodes.Http4xx)]
    [InlineData(404, "<html>", DeliveryVerdict.Retry, ErrorCodes.Http4xx)]
    [InlineData(410, "channel_is_archived", DeliveryVerdict.Gone, ErrorCodes.EndpointGone)]
    [InlineData(413, "", DeliveryVerdict.Rejected, ErrorCodes.PayloadRefused)]
    [InlineData(429, "rate_limited", DeliveryVerdict.Retry, ErrorCodes.Http429)]
    [InlineData(500, "rollup_error", DeliveryVerdict.Retry, ErrorCodes.Http5xx)]
    [InlineData(503, "invalid_payload", DeliveryVerdict.Retry, ErrorCodes.Http5xx)]
    public async Task An_answer_of_an_incoming_webhook_has_its_outcome(int status, string body, DeliveryVerdict verdict, string? code)
    {
        await using var slack = LoopbackReceiver.Answering(status, body: body);
        var result = await SlackFixture.Adapter().SendAsync(SlackFixture.Webhook(slack));
        (result.Verdict, result.Code, result.StatusCode).Should().Be((verdict, code, status));
    }

    [Fact]
    public async Task An_error_word_that_ends_as_the_url_begins_is_quoted_whole()
    {
        await using var slack = LoopbackReceiver.Answering(404, body: "no_service");
        (await SlackFixture.Adapter().SendAsync(SlackFixture.Webhook(slack))).Response.Should().Be("no_service");
    }

    [Theory]
    [InlineData("ratelimited", DeliveryVerdict.Retry, ErrorCodes.Http429)]
    [InlineData("rate_limited", DeliveryVerdict.Retry, ErrorCodes.Http429)]
    [InlineData("internal_error", DeliveryVerdict.Retry, ErrorCodes.Http5xx)]
    [InlineData("fatal_error", DeliveryVerdict.Retry, ErrorCodes.Http5xx)]
    [InlineData("service_unavailable", DeliveryVerdict.Retry, ErrorCodes.Http5xx)]
    [InlineData("request_timeout", DeliveryVerdict.Retry, ErrorCodes.Http5xx)]
    [InlineData("team_added_to_org", DeliveryVerdict.Retry, ErrorCodes.Http5xx)]
    [InlineData("msg_too_long", DeliveryVerdict.Rejected, ErrorCodes.PayloadRefused)]
    [InlineData("no_text", DeliveryVerdict.Rejected, ErrorCodes.PayloadRefused)]
    [InlineData("invalid_blocks", DeliveryVerdict.Rejected, ErrorCodes.PayloadRefused)]
    [InlineData("channel_not_found", DeliveryVerdict.Rejected, ErrorCodes.ConfigInvalid)]
    [InlineData("not_in_channel", DeliveryVerdict.Rejected, ErrorCodes.ConfigInvalid)]
    [InlineData("is_archived", DeliveryVerdict.Rejected, ErrorCodes.ConfigInvalid)]
    [InlineData("invalid_auth", DeliveryVerdict.Retry, ErrorCodes.AdapterNotConfigured)]
    [InlineData("account_inactive", DeliveryVerdict.Retry, ErrorCodes.AdapterNotConfigured)]
    [InlineData("token_revoked", DeliveryVerdict.Retry, ErrorCodes.AdapterNotConfigured)]
    [InlineData("missing_scope", DeliveryVerdict.Retry, ErrorCodes.AdapterNotConfigured)]
    [InlineData("something_new", DeliveryVerdict.Retry, ErrorCodes.ProtocolError)]
    public async Task Not_ok_is_a_failure_whatever_the_status_says(string error, DeliveryVerdict verdict, string code)
    {
        var body = $$$"""{"ok":false,"error":"{{{error}}}","response_metadata":{"ok":true,"error":"ratelimited"}}""";
        await using var slack = LoopbackReceiver.Answering(200, "Retry-After: 30\r\n", body);
        var result = await SlackFixture.Adapter().SendAsync(SlackFixture.Bot(slack));
        (result.Verdict, result.Code, result.StatusCode, result.Response).Should().Be((verdict, code, 200, body));
        result.RetryAfter.Should().Be(verdict == DeliveryVerdict.Retry ? TimeSpan.FromSeconds(30) : null);
    }

    [Fact]
    public async Task A_token_of_the_config_that_may_not_post_is_the_configs_fault()
    {
        await using var slack = LoopbackReceiver.Answering(200, body: """{"ok":false,"error":"token_revoked"}""");
        var result = await SlackFixture.Adapter().SendAsync(SlackFixture.Bot(slack, "\"token\":\"xoxb-own-token\",\"text\":\"hi\""));
        (result.Verdict, result.Code).Should().Be((DeliveryVerdict.Retry, ErrorCodes.ConfigInvalid));
    }

    [Theory]
    [InlineData("")]
    [InlineData("ok")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("{\"ok\":\"true\"}")]
    [InlineData("{\"ok\":1}")]
    [InlineData("{\"message\":{\"ok\":true}}")]
    [InlineData("[{\"ok\":true}]")]
    [InlineData("{\"ok\":")]
    [InlineData("{\"ok\":false}")]
    [InlineData("{\"ok\":false,\"error\":7}")]
    [InlineData("{\"ok\":false,\"error\":\"\\ud800\"}")]
    [InlineData("<html>")]
    public async Task An_answer_without_a_word_of_slacks_is_tried_again(string body)
    {
        await using var slack = LoopbackReceiver.Answering(200, body: body);
        var result = await SlackFixture.Adapter().SendAsync(SlackFixture.Bot(slack));
        (result.Verdict, result.Code).Should().Be((DeliveryVerdict.Retry, ErrorCodes.ProtocolError));
    }

    [Fact]
    public async Task A_good_answer_that_repeats_a_long_message_is_delivered()
    {
        await using var slack = LoopbackReceiver.Answering(200, body: "{\"ok\":true,\"message\":{\"text\":\"" + new string('x', 40_000) + "\"}}");
        var result = await SlackFixture.Adapter().SendAsync(SlackFixture.Bot(slack));
        result.Verdict.Should().Be(DeliveryVerdict.Delivered);
        result.Response.Should().HaveLength(16 * 1024);
    }

    [Theory]
    [InlineData(410, DeliveryVerdict.Retry, ErrorCodes.Http4xx)]
    [InlineData(413, DeliveryVerdict.Rejected, ErrorCodes.PayloadRefused)]
    [InlineData(429, DeliveryVerdict.Retry, ErrorCodes.Http429)]
    [InlineData(503, DeliveryVerdict.Retry, ErrorCodes.Http5xx)]
    public async Task A_status_of_the_api_disables_no_subscription(int status, DeliveryVerdict verdict, string code)
    {
        await using var slack = LoopbackReceiver.Answering(status, "Retry-After: 30\r\n", "{\"ok\":true}");
        var result = await SlackFixture.Adapter().SendAsync(SlackFixture.Bot(slack));
        (result.Verdict, result.Code, result.StatusCode).Should().Be((verdict, code, status));
        result.RetryAfter.Should().Be(verdict == DeliveryVerdict.Retry ? TimeSpan.FromSeconds(30) : null);
    }

    [Fact]
    public async Task A_limit_of_a_webhook_is_honoured()
    {
        await using var slack = LoopbackReceiver.Answering(429, "Retry-After: 30\r\n", "rate_limited");
        (await SlackFixture.Adapter().SendAsync(SlackFixture.Webhook(slack))).RetryAfter.Should().Be(TimeSpan.FromSeconds(30));
    }

    [Fact]
    public async Task A_token_that_comes_back_is_taken_out()
    {
        await using var slack = LoopbackReceiver.Answering(500, body: $"Bearer {SlackFixture.Token} is wrong");
        (await SlackFixture.Adapter().SendAsync(SlackFixture.Bot(slack))).Response.Should().Be("Bearer *** is wrong");
    }

    [Fact]
    public async Task A_webhooks_url_that_comes_back_is_taken_out_in_every_part()
    {
        LoopbackReceiver? self = null;
        await using var slack = self = new LoopbackReceiver(async c =>
        {
            var request = await c.ReadRequestAsync();
            var body = $"no service at http://127.0.0.1:{self!.Port}{SlackFixture.HookPath} or {request!.Line.Split(' ')[1]} or AbCdEfGhIjKlMnOp";
            await c.WriteAsync($"HTTP/1.1 500 No\r\nContent-Length: {body.Length}\r\n\r\n{body}");
        });
        (await SlackFixture.Adapter().SendAsync(SlackFixture.Webhook(slack))).Response.Should().Be("no service at *** or *** or ***");
    }

    [Fact]
    public async Task A_redirect_is_not_followed()
    {
        await using var target = LoopbackReceiver.Answering(200, body: "ok");
        await using var slack = LoopbackReceiver.Answering(308, $"Location: {target.Url}\r\n", "ok");
        foreach (var request in new[] { SlackFixture.Webhook(slack), SlackFixture.Bot(slack) })
        {
            (await SlackFixture.Adapter().SendAsync(request)).Code.Should().Be(ErrorCodes.Http3xx);
        }

        target.Connections.Should().Be(0);
    }

    [Fact]
    public async Task Slack_that_says_nothing_is_left_when_the_token_is_cancelled()
    {
        await using var slack = new LoopbackReceiver(async c =>
        {
            await c.ReadRequestAsync();
            await c.StaySilentAsync();
        });
        using var deadline = new CancellationTokenSource();
        var sending = SlackFixture.Adapter().SendAsync(SlackFixture.Webhook(slack), deadline.Token).AsTask();
        await slack.NextRequestAsync();
        await deadline.CancelAsync();
        await FluentActions.Awaiting(() => sending.WaitAsync(TimeSpan.FromSeconds(30))).Should().ThrowAsync<OperationCanceledException>();
        await slack.AllClosedAsync();
    }
}
