using System.Text;
using System.Text.Json;
using InsideLabs.EventBus.Conformance;
using InsideLabs.EventBus.Errors;
using InsideLabs.EventBus.Subscriptions;

namespace InsideLabs.EventBus.Tests.Subscribing;

public sealed class DeliveryScheduleInputTests
{
    private const string Field = "delivery_schedule";

    private const string Weekdays = """{"timezone":"Europe/Berlin","windows":[{"days":[1,2,3,4,5],"startTime":"09:00","endTime":"17:00"}]}""";

    public static TheoryData<string> Rows => [.. ConformanceCases.BadInputs("schedule").Select(c => c.GetProperty("id").GetString()!)];

    /// <summary>A schedule, and every fault it has: field and code, in order.</summary>
    public static TheoryData<string, string> Faulty => new()
    {
        { "5", "=type_mismatch" },
        { "[]", "=type_mismatch" },
        { "{}", ".timezone=field_required .windows=windows_empty" },
        { """{"timezone":null,"windows":null}""", ".timezone=field_required .windows=windows_empty" },
        { """{"timezone":5,"windows":{}}""", ".windows=type_mismatch .timezone=timezone_unknown" },
        { """{"timezone":" Europe/Berlin","windows":[]}""", ".timezone=timezone_unknown .windows=windows_empty" },
        { """{"timezone":"UTC","windows":[5,null]}""", ".windows[0]=type_mismatch .windows[1]=type_mismatch" },
        { Window("{}"), ".windows[0].days=days_empty .windows[0].startTime=field_required .windows[0].endTime=field_required" },
        { Window("""{"days":[],"startTime":"24:00","endTime":"24:01"}"""), ".windows[0].days=days_empty .windows[0].startTime=time_malformed .windows[0].endTime=time_malformed" },
        { Window("""{"days":[1.0,0e0,7,"2",1e3,null,1.5,-1,1e400],"startTime":"09:00","endTime":"17:00"}"""), string.Join(' ', Enumerable.Range(2, 7).Select(i => $".windows[0].days[{i}]=day_out_of_range")) },
        { Window("""{"days":"all","startTime":"09:00","endTime":"17:00"}"""), ".windows[0].days=type_mismatch" },
        { Window("""{"days":[1],"startTime":900,"endTime":["17:00"]}"""), ".windows[0].startTime=time_malformed .windows[0].endTime=time_malformed" },
        { Window("""{"days":[1],"startTime":"09:00\n","endTime":"9:00"}"""), ".windows[0].startTime=time_malformed .windows[0].endTime=time_malformed" },
        { Window("""{"days":[1],"startTime":"٠٩:٠٠","endTime":"-1:00"}"""), ".windows[0].startTime=time_malformed .windows[0].endTime=time_malformed" },
        { Window("""{"days":[1],"startTime":"09:00","endTime":"09:00"}"""), ".windows[0]=window_empty" },
        { Window("""{"days":[1],"startTime":"00:00","endTime":"00:00"}"""), ".windows[0]=window_empty" },
        { """{"timeZone":"UTC","windows":[{"day":[1],"days":[1],"startTime":"09:00","endTime":"17:00"}]}""", ".timeZone=property_unknown .windows[0].day=property_unknown .timezone=field_required" },
        { $$"""{"timezone":"UTC","windows":[{{string.Join(',', Enumerable.Repeat("5", 101))}}]}""", ".windows=too_many_windows" },
        { Window($$"""{"days":[{{string.Join(',', Enumerable.Repeat("9", 1000))}}],"startTime":"09:00","endTime":"17:00"}"""), string.Join(' ', Enumerable.Range(0, 100).Select(i => $".windows[0].days[{i}]=day_out_of_range")) },
    };

    [Theory]
    [MemberData(nameof(Rows))]
    public async Task A_row_of_the_bad_inputs_is_judged_in_code_too(string id)
    {
        var row = ConformanceCases.BadInputs("schedule").Single(c => c.GetProperty("id").GetString() == id);
        await using var bus = await EventBusTestHost.StartAsync(b => b.AddDomain());

        var faults = await FaultsAsync(bus, row.GetProperty("input").GetRawText());

        var expected = row.GetProperty("expected");
        string[] codes = expected.TryGetProperty("code", out var code) ? [code.GetString()!] : [];
        faults.Select(f => f.Code).Should().Equal(codes);
        (await bus.Subscriptions.ListAsync()).Should().HaveCount(expected.GetProperty("stored").GetBoolean() ? 1 : 0);
    }

    [Theory]
    [MemberData(nameof(Faulty))]
    public async Task Every_fault_of_a_schedule_is_told_with_its_field(string schedule, string expected)
    {
        await using var bus = await EventBusTestHost.StartAsync(b => b.AddDomain());

        var faults = await FaultsAsync(bus, schedule);

        faults.Select(f => $"{f.Field}={f.Code}").Should().Equal(expected.Split(' ').Select(e => Field + e));
        (await bus.Subscriptions.ListAsync()).Should().BeEmpty();
    }

    [Fact]
    public async Task A_draft_in_code_is_judged_like_one_in_json()
    {
        await using var bus = await EventBusTestHost.StartAsync(b => b.AddDomain());
        var draft = new SubscriptionDraft
        {
            EventTypes = ["shop.order.placed"],
            Config = RecordingAdapter.Config("sink"),
            DeliverySchedule = new DeliveryScheduleDraft
            {
                TimeZone = "Eastern Standard Time",
                Windows = [new DeliveryWindowDraft { Days = [-1, 0], StartTime = "9am", EndTime = "24:00" }, null!],
            },
        };

        var create = async () => await bus.Subscriptions.CreateAsync(draft);

        (await create.Should().ThrowAsync<EventBusValidationException>()).Which.Faults.Select(f => $"{f.Field}={f.Code}").Should().Equal(
            Field + ".timezone=timezone_unknown",
            Field + ".windows[0].days[0]=day_out_of_range",
            Field + ".windows[0].startTime=time_malformed",
            Field + ".windows[1]=field_required");
    }

    [Fact]
    public async Task A_schedule_is_stored_with_the_zone_as_it_is_written_and_each_day_once()
    {
        await using var bus = await EventBusTestHost.StartAsync(b => b.AddDomain());

        var created = await CreateAsync(
            bus, """{"timezone":"europe/BERLIN","windows":[{"days":[5,1,1.0,0,1e0],"startTime":"22:30","endTime":"06:00"},{"days":[6],"startTime":"00:00","endTime":"24:00"}]}""");

        created.DeliverySchedule.Should().Be(new DeliverySchedule(
            "Europe/Berlin",
            [
                new DeliveryWindow([DayOfWeek.Sunday, DayOfWeek.Monday, DayOfWeek.Friday], new TimeSpan(22, 30, 0), TimeSpan.FromHours(6)),
                new DeliveryWindow([DayOfWeek.Saturday], TimeSpan.Zero, DeliveryWindow.EndOfDay),
            ]));
        (await bus.Subscriptions.FindAsync(created.Id))!.DeliverySchedule.Should().Be(created.DeliverySchedule);
    }

    [Fact]
    public async Task An_alias_of_a_zone_stays_what_was_written()
    {
        await using var bus = await EventBusTestHost.StartAsync(b => b.AddDomain());

        var created = await CreateAsync(bus, Weekdays.Replace("Europe/Berlin", "asia/calcutta", StringComparison.Ordinal));

        created.DeliverySchedule!.TimeZone.Should().Be("Asia/Calcutta");
    }

    [Fact]
    public async Task An_update_keeps_replaces_and_clears_the_schedule()
    {
        await using var bus = await EventBusTestHost.StartAsync(b => b.AddDomain());
        var created = await CreateAsync(bus, Weekdays);

        var kept = await UpdateAsync(bus, created.Id, """{"labels":["A"]}""");
        var replaced = await UpdateAsync(bus, created.Id, $$"""{"delivery_schedule":{{Window("""{"days":[0],"startTime":"01:00","endTime":"02:00"}""")}}}""");
        var cleared = await UpdateAsync(bus, created.Id, """{"delivery_schedule":null}""");

        kept.DeliverySchedule.Should().Be(created.DeliverySchedule);
        replaced.DeliverySchedule!.Windows.Should().ContainSingle().Which.Days.Should().Equal(DayOfWeek.Sunday);
        cleared.DeliverySchedule.Should().BeNull();
    }

    [Fact]
    public async Task A_faulty_update_changes_nothing()
    {
        await using var bus = await EventBusTestHost.StartAsync(b => b.AddDomain());
        var created = await CreateAsync(bus, Weekdays);

        var update = async () => await UpdateAsync(bus, created.Id, """{"labels":["A"],"delivery_schedule":{"timezone":"Europe/Berlin","windows":[]}}""");

        (await update.Should().ThrowAsync<EventBusValidationException>()).Which.Code.Should().Be(ErrorCodes.WindowsEmpty);
        (await bus.Subscriptions.FindAsync(created.Id)).Should().Be(created);
    }

    private static string Window(string window) => $$"""{"timezone":"UTC","windows":[{{window}}]}""";

    private static async Task<Subscription> CreateAsync(EventBusTestHost bus, string schedule)
    {
        var json = $$"""{"eventTypes":["shop.order.placed"],"config":{"adapter":"adapter:recording","name":"sink"},"delivery_schedule":{{schedule}}}""";
        return (await bus.Subscriptions.CreateAsync(Encoding.UTF8.GetBytes(json))).Subscription;
    }

    private static async Task<Subscription> UpdateAsync(EventBusTestHost bus, Guid id, string json) =>
        await bus.Subscriptions.UpdateAsync(id, Encoding.UTF8.GetBytes(json));

    private static async Task<IReadOnlyList<Fault>> FaultsAsync(EventBusTestHost bus, string schedule)
    {
        try
        {
            await CreateAsync(bus, schedule);
            return [];
        }
        catch (EventBusValidationException refused)
        {
            return refused.Faults;
        }
    }
}
