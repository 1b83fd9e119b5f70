using InsideLabs.EventBus.Events;

namespace InsideLabs.EventBus.Tests.Events;

public sealed class TimestampsTests
{
    [Theory]
    [InlineData("2026-04-08T12:34:56Z", "2026-04-08T12:34:56.000Z")]
    [InlineData("2026-04-08T12:34:56.7Z", "2026-04-08T12:34:56.700Z")]
    [InlineData("2026-04-08T12:34:56.789Z", "2026-04-08T12:34:56.789Z")]
    [InlineData("2026-04-08T12:34:56.7899999Z", "2026-04-08T12:34:56.789Z")]
    [InlineData("2026-04-08T12:34:56.789999999Z", "2026-04-08T12:34:56.789Z")]
    [InlineData("2026-04-08T12:34:56.123456789012+02:00", "2026-04-08T10:34:56.123Z")]
    [InlineData("2026-04-08T12:34:56+02:00", "2026-04-08T10:34:56.000Z")]
    [InlineData("2026-04-08T12:34:56.5-05:30", "2026-04-08T18:04:56.500Z")]
    [InlineData("2026-04-08T00:30:00+01:00", "2026-04-07T23:30:00.000Z")]
    [InlineData("2026-04-08T12:34:56+00:00", "2026-04-08T12:34:56.000Z")]
    [InlineData("2024-02-29T00:00:00Z", "2024-02-29T00:00:00.000Z")]
    [InlineData("0001-01-01T00:00:00Z", "0001-01-01T00:00:00.000Z")]
    [InlineData("9999-12-31T23:59:59.999Z", "9999-12-31T23:59:59.999Z")]
    public void An_instant_with_a_zone_is_read_and_written_as_utc_milliseconds(string text, string written)
    {
        Timestamps.TryParse(text, out var instant).Should().BeTrue();

        instant.Offset.Should().Be(TimeSpan.Zero);
        Timestamps.Format(instant).Should().Be(written);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("2026-04-08")]
    [InlineData("2026-04-08T12:34:56")]
    [InlineData("2026-04-08T12:34:56.123")]
    [InlineData("2026-04-08T12:34Z")]
    [InlineData("2026-04-08 12:34:56Z")]
    [InlineData(" 2026-04-08T12:34:56Z")]
    [InlineData("2026-04-08T12:34:56Z ")]
    [InlineData("2026-04-08T12:34:56Z\n")]
    [InlineData("2026-04-08T12:34:56.Z")]
    [InlineData("2026-04-08T12:34:56.+02:00")]
    [InlineData("2026-04-08T12:34:56,5Z")]
    [InlineData("2026-04-08T12:34:56.12345678xZ")]
    [InlineData("2026-04-08T12:34:56.123456789")]
    [InlineData("2026-04-08T12:34:56.1.234567891Z")]
    [InlineData("2026-04-08T12:34:56 +02:00")]
    [InlineData("2026-04-08T12:34:56+02")]
    [InlineData("2026-04-08T12:34:56+15:00")]
    [InlineData("2026-04-08T12:34:56 GMT")]
    [InlineData("2026-04-08T12:34:56Europe/Berlin")]
    [InlineData("2026-02-29T00:00:00Z")]
    [InlineData("2026-04-31T00:00:00Z")]
    [InlineData("2026-13-01T00:00:00Z")]
    [InlineData("2026-04-08T24:00:00Z")]
    [InlineData("2026-04-08T12:34:60Z")]
    [InlineData("26-04-08T12:34:56Z")]
    [InlineData("1775651696")]
    [InlineData("0001-01-01T00:00:00+14:00")]
    [InlineData("9999-12-31T23:59:59-14:00")]
    [InlineData("２026-04-08T12:34:56Z")]
    public void Anything_else_is_no_instant(string? text) => Timestamps.TryParse(text, out _).Should().BeFalse();

    [Fact]
    public void An_instant_is_cut_to_milliseconds_and_never_rounded_up()
    {
        var instant = new DateTimeOffset(2026, 12, 31, 23, 59, 59, 999, TimeSpan.Zero).AddTicks(9_999);

        Timestamps.Format(instant).Should().Be("2026-12-31T23:59:59.999Z");
    }

    [Fact]
    public void Another_offset_is_written_as_utc()
    {
        Timestamps.Format(new DateTimeOffset(2026, 4, 8, 1, 0, 0, TimeSpan.FromHours(2))).Should().Be("2026-04-07T23:00:00.000Z");
    }
}
