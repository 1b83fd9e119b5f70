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
            var result = OutcomeTable.Judge(status, wait, "said");
            var (verdict, code) = Expected(status);
            result.Verdict.Should().Be(verdict);
            result.Code.Should().Be(code);
            result.StatusCode.Should().Be(status);
            result.Response.Should().Be("said");
            result.RetryAfter.Should().Be(verdict == DeliveryVerdict.Retry ? wait : null, "only a failure is tried again");
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(99)]
    [InlineData(600)]
    [InlineData(999)]
    public void A_status_that_does_not_exist_is_a_protocol_error(int status)
    {
        var result = OutcomeTable.Judge(status, null, null);
        result.Code.Should().Be(ErrorCodes.ProtocolError);
        result.Response.Should().Contain($"{status}");
    }

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
