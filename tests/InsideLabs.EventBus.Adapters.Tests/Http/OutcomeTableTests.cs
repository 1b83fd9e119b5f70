using InsideLabs.EventBus.Adapters.Http;
using InsideLabs.EventBus.Errors;

namespace InsideLabs.EventBus.Adapters.Tests.Http;

public sealed class OutcomeTableTests
{
    public static TheoryData<int> Statuses() => [.. Enumerable.Range(100, 500)];

    [Theory]
    [MemberData(nameof(Statuses))]
    public void Every_status_has_its_outcome_with_and_without_a_wait(int status)
    {
        foreach (var wait in new TimeSpan?[] { null, TimeSpan.FromSeconds(1), TimeSpan.FromHours(24) })
        {
            var result = OutcomeTable.Judge(new HttpAnswer(status, wait, "said", RateLimitReset: TimeSpan.FromSeconds(7)));
            var (verdict, code) = Expected(status);
            result.Verdict.Should().Be(verdict);
            result.Code.Should().Be(code);
            result.StatusCode.Should().Be(status);
            result.Response.Should().Be("said");
            result.RetryAfter.Should().Be(verdict == DeliveryVerdict.Retry ? wait : null, "only a failure is tried again");
        }
    }

    [Theory]
    [MemberData(nameof(Statuses))]
    public void A_service_is_judged_alike_but_never_disables_a_subscription(int status)
    {
        var answer = new HttpAnswer(status, TimeSpan.FromSeconds(3), "said");
        var expected = status == 410
            ? DeliveryResult.Retry(ErrorCodes.Http4xx, "said", status, TimeSpan.FromSeconds(3))
            : OutcomeTable.Judge(answer);
        OutcomeTable.JudgeService(answer).Should().BeEquivalentTo(expected);
    }

    [Theory]
    [InlineData(429, null, 7, 7)]
    [InlineData(429, 3, 7, 3)]
    [InlineData(503, null, 7, null)]
    public void A_service_that_limits_may_say_until_when(int status, int? retryAfter, int reset, int? expected)
    {
        var answer = new HttpAnswer(status, Seconds(retryAfter), "said", Seconds(reset));
        OutcomeTable.JudgeService(answer).RetryAfter.Should().Be(Seconds(expected));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(99)]
    [InlineData(600)]
    [InlineData(999)]
    public void A_status_that_does_not_exist_is_a_protocol_error(int status)
    {
        var result = OutcomeTable.Judge(new HttpAnswer(status, null, null));
        result.Code.Should().Be(ErrorCodes.ProtocolError);
        result.Response.Should().Contain($"{status}");
    }

    private static TimeSpan? Seconds(int? seconds) => seconds is { } s ? TimeSpan.FromSeconds(s) : null;

    private static (DeliveryVerdict Verdict, string? Code) Expected(int status) => (status / 100, status) switch
    {
        (2, _) => (DeliveryVerdict.Delivered, null),
        (_, 410) => (DeliveryVerdict.Gone, "endpoint_gone"),
        (_, 413) => (DeliveryVerdict.Rejected, "payload_refused"),
        (_, 429) => (DeliveryVerdict.Retry, "http_429"),
        (3, _) => (DeliveryVerdict.Retry, "http_3xx"),
        (4, _) => (DeliveryVerdict.Retry, "http_4xx"),
        (5, _) => (DeliveryVerdict.Retry, "http_5xx"),
        _ => (DeliveryVerdict.Retry, "protocol_error"),
    };
}
