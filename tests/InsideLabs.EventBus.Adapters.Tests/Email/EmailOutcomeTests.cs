using InsideLabs.EventBus.Adapters.Tests.Receivers;
using InsideLabs.EventBus.Errors;

namespace InsideLabs.EventBus.Adapters.Tests.Email;

/// <summary>What the mail service's answers, its silence and missing settings mean.</summary>
public sealed class EmailOutcomeTests
{
    [Theory]
    [InlineData(200, DeliveryVerdict.Delivered, null)]
    [InlineData(202, DeliveryVerdict.Delivered, null)]
    [InlineData(400, DeliveryVerdict.Rejected, ErrorCodes.Http4xx)]
    [InlineData(401, DeliveryVerdict.Retry, ErrorCodes.Http4xx)]
    [InlineData(403, DeliveryVerdict.Retry, ErrorCodes.Http4xx)]
    [InlineData(404, DeliveryVerdict.Retry, ErrorCodes.Http4xx)]
    [InlineData(406, DeliveryVerdict.Retry, ErrorCodes.Http4xx)]
    [InlineData(410, DeliveryVerdict.Retry, ErrorCodes.Http4xx)]
    [InlineData(413, DeliveryVerdict.Rejected, ErrorCodes.PayloadRefused)]
    [InlineData(429, DeliveryVerdict.Retry, ErrorCodes.Http429)]
    [InlineData(500, DeliveryVerdict.Retry, ErrorCodes.Http5xx)]
    [InlineData(503, DeliveryVerdict.Retry, ErrorCodes.Http5xx)]
    public async Task An_answer_has_its_outcome(int status, DeliveryVerdict verdict, string? code)
    {
        const string Said = "{\"errors\":[{\"message\":\"Does not contain a valid address.\",\"field\":\"personalizations.0.to.0.email\",\"help\":null}]}";
        await using var service = LoopbackReceiver.Answering(status, body: Said);
        var result = await EmailFixture.Adapter().SendAsync(EmailFixture.Request(service));
        (result.Verdict, result.Code, result.StatusCode, result.Response).Should().Be((verdict, code, status, Said));
    }

    [Theory]
    [InlineData("X-RateLimit-Reset: 1775649690\r\n", 90)]
    [InlineData("X-RateLimit-Reset: 1775649690\r\nRetry-After: 30\r\n", 30)]
    [InlineData("X-RateLimit-Reset: 1775649500\r\n", null)]
    [InlineData("X-RateLimit-Reset: soon\r\n", null)]
    [InlineData("Retry-After: 999999\r\n", 86_400)]
    public async Task A_limit_is_honoured(string headers, int? seconds)
    {
        await using var service = LoopbackReceiver.Answering(429, headers);
        var adapter = EmailFixture.Adapter(time: new VirtualClock(DateTimeOffset.FromUnixTimeSeconds(1_775_649_600)));
        (await adapter.SendAsync(EmailFixture.Request(service))).RetryAfter.Should().Be(seconds is { } s ? TimeSpan.FromSeconds(s) : null);
    }

    [Fact]
    public async Task The_key_that_comes_back_is_taken_out()
    {
        await using var service = LoopbackReceiver.Answering(401, body: $"{{\"key\":\"{EmailFixture.Key}\",\"auth\":\"Bearer {EmailFixture.Key}\"}}");
        (await EmailFixture.Adapter().SendAsync(EmailFixture.Request(service))).Response.Should().Be("{\"key\":\"***\",\"auth\":\"Bearer ***\"}");
    }

    [Fact]
    public async Task A_redirect_is_not_followed_with_the_key()
    {
        await using var target = LoopbackReceiver.Answering(202);
        await using var service = LoopbackReceiver.Answering(307, $"Location: {target.Url}\r\n");
        (await EmailFixture.Adapter().SendAsync(EmailFixture.Request(service))).Code.Should().Be(ErrorCodes.Http3xx);
        target.Connections.Should().Be(0);
    }

    [Fact]
    public async Task A_long_answer_is_quoted_up_to_16_kibibytes()
    {
        await using var service = LoopbackReceiver.Answering(500, body: new string('x', 100_000));
        (await EmailFixture.Adapter().SendAsync(EmailFixture.Request(service))).Response.Should().HaveLength(16 * 1024);
    }

    [Fact]
    public async Task A_service_that_says_nothing_is_left_when_the_token_is_cancelled()
    {
        await using var service = new LoopbackReceiver(async c =>
        {
            await c.ReadRequestAsync();
            await c.StaySilentAsync();
        });
        using var deadline = new CancellationTokenSource();
        var sending = EmailFixture.Adapter().SendAsync(EmailFixture.Request(service), deadline.Token).AsTask();
        await service.NextRequestAsync();
        await deadline.CancelAsync();
        await FluentActions.Awaiting(() => sending.WaitAsync(TimeSpan.FromSeconds(30))).Should().ThrowAsync<OperationCanceledException>();
        await service.AllClosedAsync();
    }

    [Fact]
    public async Task A_service_that_breaks_off_is_tried_again()
    {
        await using var service = new LoopbackReceiver(async c =>
        {
            await c.ReadRequestAsync();
            c.Reset();
        });
        (await EmailFixture.Adapter().SendAsync(EmailFixture.Request(service))).Should().Match<DeliveryResult>(
            r => r.Verdict == DeliveryVerdict.Retry && r.Code == ErrorCodes.ConnectionFailed);
    }

    [Theory]
    [InlineData(null, "'adapter:email' has no settings")]
    [InlineData("", "settings: ")]
    [InlineData("{}", "settings.apiKey: ")]
    [InlineData("{\"apiKey\":null}", "settings.apiKey: ")]
    [InlineData("{\"apiKey\":\"a\\r\\nX-Evil: 1\"}", "settings.apiKey: ")]
    [InlineData("{\"apiKey\":\"SG.abcdefgh\",\"apiUrl\":\"http://10.0.0.1\"}", "settings.apiUrl: ")]
    [InlineData("{\"apiKey\":\"SG.abcdefgh\",\"apiUrl\":\"javascript:alert(1)\"}", "settings.apiUrl: ")]
    [InlineData("{\"apiKey\":\"SG.abcdefgh\",\"from\":{\"email\":\"x\"}}", "settings.from.email: ")]
    public async Task Without_usable_settings_it_is_tried_again_until_they_are_written(string? settings, string said)
    {
        var result = await EmailFixture.Adapter().SendAsync(EmailFixture.Request(settings));
        (result.Verdict, result.Code).Should().Be((DeliveryVerdict.Retry, ErrorCodes.AdapterNotConfigured));
        result.Response.Should().StartWith(said);
    }

    [Fact]
    public async Task Without_a_sender_anywhere_it_is_tried_again_until_the_settings_name_one()
    {
        await using var service = LoopbackReceiver.Answering(202);
        var result = await EmailFixture.Adapter().SendAsync(EmailFixture.Request(service, """{"to":"a@b","subject":"s","body":"t"}"""));
        (result.Verdict, result.Code).Should().Be((DeliveryVerdict.Retry, ErrorCodes.AdapterNotConfigured));
        result.Response.Should().Contain("'from'");
        service.Connections.Should().Be(0);
    }
}
