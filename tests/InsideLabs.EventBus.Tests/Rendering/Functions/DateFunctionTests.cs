using static InsideLabs.EventBus.Tests.Rendering.Functions.FunctionCases;

namespace InsideLabs.EventBus.Tests.Rendering.Functions;

public sealed class DateFunctionTests
{
    private const string NoDate = "its first argument is neither an ISO 8601 instant with a zone nor Unix seconds";

    private const string NoZone = "the time zone is not known, or its time lies outside the years 1 to 9999";

    [Theory]
    [InlineData("date.now()", "2026-04-08T12:34:56.789Z")]
    [InlineData("date.now('UTC')", "2026-04-08T12:34:56.789+00:00")]
    [InlineData("date.now('Europe/Berlin')", "2026-04-08T14:34:56.789+02:00")]
    [InlineData("date.now('W. Europe Standard Time')", "2026-04-08T14:34:56.789+02:00")]
    [InlineData("date.now('America/New_York')", "2026-04-08T08:34:56.789-04:00")]
    [InlineData("date.format(payload.date, 'yyyy-MM-dd HH:mm')", "2026-03-29 00:59")]
    [InlineData("date.format(payload.date, 'yyyy-MM-dd HH:mm zzz', 'Europe/Berlin')", "2026-03-29 01:59 +01:00")]
    [InlineData("date.format(function.date.add(payload.date, 1, 'second'), 'HH:mm zzz', 'Europe/Berlin')", "03:00 +02:00")]
    [InlineData("date.format(payload.offset, 'yyyy-MM-dd HH:mm')", "2025-12-31 22:00")]
    [InlineData("date.format(payload.unix, 'u')", "2023-11-14 22:13:20Z")]
    [InlineData("date.format(payload.half, 'ss.fff')", "20.500")]
    [InlineData("date.format(0, 'dddd, d MMMM yyyy')", "Thursday, 1 January 1970")]
    [InlineData("date.format(timestamp, 'd')", "04/08/2026")]
    [InlineData("date.format(timestamp, 'H')", "12")]
    [InlineData("date.format(timestamp, 'h')", "12")]
    [InlineData("date.format(timestamp, 'j')", "j")]
    [InlineData("date.format(timestamp, 'U')", "U")]
    [InlineData("date.add(payload.date, 500, 'milliseconds')", "2026-03-29T01:00:00.000Z")]
    [InlineData("date.add(payload.date, 0.5, 'second')", "2026-03-29T01:00:00.000Z")]
    [InlineData("date.add(timestamp, -34, 'minutes')", "2026-04-08T12:00:56.789Z")]
    [InlineData("date.add(timestamp, 1.5, 'hours')", "2026-04-08T14:04:56.789Z")]
    [InlineData("date.add(timestamp, '2', 'day')", "2026-04-10T12:34:56.789Z")]
    [InlineData("date.add(timestamp, 1, 'weeks')", "2026-04-15T12:34:56.789Z")]
    [InlineData("date.add('2024-01-31T00:00:00Z', 1, 'month')", "2024-02-29T00:00:00.000Z")]
    [InlineData("date.add('2024-02-29T00:00:00Z', 1, 'years')", "2025-02-28T00:00:00.000Z")]
    [InlineData("date.add('2024-02-29T00:00:00Z', 0.5, 'years')", "2024-08-29T00:00:00.000Z")]
    public void Dates(string call, string expected) => Call(call).Should().Be($"\"{expected}\"");

    [Theory]
    [InlineData("date.now('Mars/Base')", NoZone)]
    [InlineData("date.now('')", NoZone)]
    [InlineData("date.now('../../../../../../dev/zero')", NoZone)]
    [InlineData("date.now('/etc/passwd')", NoZone)]
    [InlineData("date.now(payload.object)", NoZone)]
    [InlineData("date.format(payload.date, 'd', 'Nowhere')", NoZone)]
    [InlineData("date.format('9999-12-31T23:59:59Z', 'yyyy-MM-dd HH:mm zzz', 'Asia/Tokyo')", NoZone)]
    [InlineData("date.format('0001-01-01T00:00:00Z', 'yyyy-MM-dd HH:mm zzz', 'America/New_York')", NoZone)]
    [InlineData("date.format(payload.text, 'd')", NoDate)]
    [InlineData("date.format('2026-04-08', 'd')", NoDate)]
    [InlineData("date.format('1700000000', 'd')", NoDate)]
    [InlineData("date.format(payload.yes, 'd')", NoDate)]
    [InlineData("date.format(payload.object, 'd')", NoDate)]
    [InlineData("date.format(payload.huge, 'd')", NoDate)]
    [InlineData("date.format(payload.big, 'd')", NoDate)]
    [InlineData("date.format(99999999999999, 'd')", NoDate)]
    [InlineData("date.format(timestamp, '')", "the format has not 1 to 100 characters")]
    [InlineData("date.format(timestamp, 'ffffffffff')", "the format is not a date format")]
    [InlineData("date.format(timestamp, '%')", "the format is not a date format")]
    [InlineData("date.add(payload.text, 1, 'day')", NoDate)]
    [InlineData("date.add(timestamp, 'x', 'day')", "the amount is not a number that can be added")]
    [InlineData("date.add(timestamp, payload.list, 'day')", "the amount is not a number that can be added")]
    [InlineData("date.add(timestamp, 1, 'fortnight')", "the unit is none of milliseconds, seconds, minutes, hours, days, weeks, months, years")]
    [InlineData("date.add(timestamp, 9999, 'years')", "the result lies outside the years 1 to 9999")]
    [InlineData("date.add(timestamp, -9e27, 'weeks')", "the result lies outside the years 1 to 9999")]
    [InlineData("date.add(timestamp, 79228162514264337593543950335, 'years')", "the result lies outside the years 1 to 9999")]
    [InlineData("date.add(timestamp, 1.5, 'months')", "months and years are added whole")]
    public void Arguments_that_make_no_sense(string call, string reason) => Wrong(call).Should().Be(reason);

    [Fact]
    public void The_longest_format_has_100_characters()
    {
        Call($"date.format(timestamp, '{new string('-', 100)}')").Should().HaveLength(102);
        Wrong($"date.format(timestamp, '{new string('-', 101)}')").Should().StartWith("the format has not");
    }
}
