using InsideLabs.EventBus.Adapters.Http;

namespace InsideLabs.EventBus.Adapters.Tests.Http;

public sealed class RetryAfterTests
{
    private static readonly DateTimeOffset Now = new(2026, 4, 8, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("1", 1)]
    [InlineData("120", 120)]
    [InlineData(" 120 ", 120)]
    [InlineData("86400", 86_400)]
    [InlineData("86401", 86_400)]
    [InlineData("2147483647", 86_400)]
    [InlineData("Wed, 08 Apr 2026 12:00:30 GMT", 30)]
    [InlineData("Wednesday, 08-Apr-26 12:00:30 GMT", 30)]
    [InlineData("Wed Apr  8 12:00:30 2026", 30)]
    [InlineData("Thu, 08 Apr 2027 12:00:00 GMT", 86_400)]
    [InlineData("Fri, 31 Dec 9999 23:59:59 GMT", 86_400)]
    public void Seconds_and_dates_are_read_up_to_a_day(string value, int seconds) =>
        RetryAfter.Read(value, Now).Should().Be(TimeSpan.FromSeconds(seconds));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("0")]
    [InlineData("-1")]
    [InlineData("-86400")]
    [InlineData("2147483648")]
    [InlineData("99999999999")]
    [InlineData("99999999999999999999999999999999999999")]
    [InlineData("1.5")]
    [InlineData("1e3")]
    [InlineData("120 seconds")]
    [InlineData("soon")]
    [InlineData("\0")]
    [InlineData("١٢٠")]
    [InlineData("Wed, 21 Oct 2015 07:28:00 GMT")]
    [InlineData("Wed, 08 Apr 2026 12:00:00 GMT")]
    [InlineData("Mon, 01 Jan 0001 00:00:00 GMT")]
    [InlineData("Wed, 32 Apr 2026 12:00:30 GMT")]
    [InlineData("120, 60")]
    public void Garbage_the_past_and_the_impossible_count_as_not_said(string? value) => RetryAfter.Read(value, Now).Should().BeNull();

    [Theory]
    [InlineData(30, 30)]
    [InlineData(86_400, 86_400)]
    [InlineData(86_401, 86_400)]
    public void The_second_of_a_reset_is_read_up_to_a_day(int ahead, int seconds) =>
        RetryAfter.ReadReset($"{Now.ToUnixTimeSeconds() + ahead}", Now).Should().Be(TimeSpan.FromSeconds(seconds));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("0")]
    [InlineData("60")]
    [InlineData("-1")]
    [InlineData("1775649600")]
    [InlineData("+1775649700")]
    [InlineData("1775649700.5")]
    [InlineData("253402300800")]
    [InlineData("99999999999999999999")]
    [InlineData("soon")]
    public void A_reset_that_is_past_or_none_counts_as_not_said(string? value) => RetryAfter.ReadReset(value, Now).Should().BeNull();
}
