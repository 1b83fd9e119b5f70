using InsideLabs.EventBus.Events;
using TimeZoneConverter;
using Xunit.Abstractions;

namespace InsideLabs.EventBus.Tests.Events;

public sealed class TimeZoneCatalogTests(ITestOutputHelper output)
{
    [Theory]
    [InlineData("Europe/Berlin", "Europe/Berlin")]
    [InlineData("europe/berlin", "Europe/Berlin")]
    [InlineData("AMERICA/ARGENTINA/BUENOS_AIRES", "America/Argentina/Buenos_Aires")]
    [InlineData("asia/calcutta", "Asia/Calcutta")]
    [InlineData("us/eastern", "US/Eastern")]
    [InlineData("utc", "UTC")]
    [InlineData("etc/gmt+5", "Etc/GMT+5")]
    [InlineData("est5edt", "EST5EDT")]
    public void A_known_id_is_found_in_any_case_and_aliases_stay(string id, string known)
    {
        TimeZoneCatalog.TryFind(id, out var found).Should().BeTrue();
        found.Should().Be(known);
        TimeZoneCatalog.Load(id)!.BaseUtcOffset.Should().Be(TimeZoneInfo.FindSystemTimeZoneById(known).BaseUtcOffset);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData(" Europe/Berlin")]
    [InlineData("Europe/Berlin ")]
    [InlineData("Europe/Berlin\n")]
    [InlineData("Europe")]
    [InlineData("Europe/")]
    [InlineData("leapseconds")]
    [InlineData("localtime")]
    [InlineData("posixrules")]
    [InlineData("zone.tab")]
    [InlineData("Factory")]
    [InlineData("Local")]
    [InlineData("right/Europe/Berlin")]
    [InlineData("posix/Europe/Berlin")]
    [InlineData("../zoneinfo/Europe/Berlin")]
    [InlineData("/usr/share/zoneinfo/Europe/Berlin")]
    [InlineData("Eastern Standard Time")]
    [InlineData("W. Europe Standard Time")]
    [InlineData("UTC+02:00")]
    [InlineData("+02:00")]
    [InlineData("CEST")]
    [InlineData("Mars/Olympus_Mons")]
    public void Anything_else_is_unknown_and_is_not_looked_for_in_the_file_system(string? id)
    {
        TimeZoneCatalog.TryFind(id, out var found).Should().BeFalse();
        found.Should().BeNull();
        TimeZoneCatalog.Load(id ?? string.Empty).Should().BeNull();
    }

    [Fact]
    public void Each_known_zone_is_loaded_or_is_missing_without_a_fault()
    {
        string[] missing = [.. TZConvert.KnownIanaTimeZoneNames.Where(id => TimeZoneCatalog.Load(id) is null).Order(StringComparer.Ordinal)];

        output.WriteLine($"{TZConvert.KnownIanaTimeZoneNames.Count} zones are known; this machine has no data for {missing.Length}: {string.Join(", ", missing)}");
        missing.Length.Should().BeLessThan(TZConvert.KnownIanaTimeZoneNames.Count / 10);
    }

    [Fact]
    public void Known_ids_are_texts_that_name_nothing_else()
    {
        TZConvert.KnownIanaTimeZoneNames.Should().OnlyHaveUniqueItems(id => id.ToUpperInvariant())
            .And.OnlyContain(id => id.All(c => char.IsAsciiLetterOrDigit(c) || c == '/' || c == '_' || c == '-' || c == '+'))
            .And.NotContain(id => TZConvert.KnownWindowsTimeZoneIds.Contains(id) && id != "UTC");
    }

    [Fact]
    public void A_typing_error_gets_a_hint() =>
        TimeZoneCatalog.Suggest("Europe/Berlni").Should().Contain("Europe/Berlin");

    [Fact]
    public void Every_windows_name_leads_to_the_zone_that_the_converter_knows()
    {
        foreach (var name in TZConvert.KnownWindowsTimeZoneIds)
        {
            var expected = TZConvert.GetTimeZoneInfo(name);
            TimeZoneCatalog.LoadAny(name)!.HasSameRules(expected).Should().BeTrue(because: $"'{name}' is {expected.Id}");
            TimeZoneCatalog.LoadAny(name.ToUpperInvariant())!.HasSameRules(expected).Should().BeTrue(because: $"case does not matter for '{name}'");
        }
    }
}
