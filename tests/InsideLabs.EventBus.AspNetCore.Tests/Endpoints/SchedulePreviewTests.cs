using System.Net;
using InsideLabs.EventBus.AspNetCore.Tests.Hosting;
using InsideLabs.EventBus.Subscriptions;
using Microsoft.Extensions.DependencyInjection;

namespace InsideLabs.EventBus.AspNetCore.Tests.Endpoints;

/// <summary>The clock of the host stands at noon (UTC) of Wednesday, the 8th of April 2026.</summary>
public sealed class SchedulePreviewTests
{
    private const string Office = """{"timezone":"America/New_York","windows":[{"days":[1,2,3,4,5],"startTime":"09:00","endTime":"17:00"}]}""";

    [Fact]
    public async Task Without_parameters_the_next_ten_openings_from_now_are_told()
    {
        await using var api = await ApiHost.StartAsync();
        var path = await SubscribeAsync(api, Office);

        var answer = await api.GetAsync(path);

        answer.Status.Should().Be(HttpStatusCode.OK, answer.Text);
        answer.ContentType.Should().Be("application/json");
        answer.Json.GetArrayLength().Should().Be(10);
        answer.Json[0].GetRawText().Should().Be("""{"opens":"2026-04-08T13:00:00.000Z","closes":"2026-04-08T21:00:00.000Z"}""");
        answer.Json[9].GetRawText().Should().Be("""{"opens":"2026-04-21T13:00:00.000Z","closes":"2026-04-21T21:00:00.000Z"}""");
        await api.AdvanceAsync(TimeSpan.FromDays(1));
        Show(await api.GetAsync(path + "?count=1")).Should().Equal("2026-04-09T13:00 2026-04-09T21:00");
    }

    [Theory]
    [InlineData("from=2026-04-08T15:30:00Z&count=2", "2026-04-08T15:30 2026-04-08T21:00", "2026-04-09T13:00 2026-04-09T21:00")]
    [InlineData("from=2026-04-08T13:00:00Z&count=1", "2026-04-08T13:00 2026-04-08T21:00")]
    [InlineData("from=2026-04-08T21:00:00Z&count=1", "2026-04-09T13:00 2026-04-09T21:00")]
    [InlineData("from=2026-04-08T17:30:00%2B02:00&count=1", "2026-04-08T15:30 2026-04-08T21:00")]
    [InlineData("from=2026-04-08T15:30:00.1234567Z&count=1", "2026-04-08T15:30:00.124 2026-04-08T21:00")]
    [InlineData("from=2026-04-08T20:59:59.999Z&count=1", "2026-04-08T20:59:59.999 2026-04-08T21:00")]
    [InlineData("from=2026-04-08T20:59:59.9999999Z&count=1", "2026-04-09T13:00 2026-04-09T21:00")]
    [InlineData("from=2025-03-07T21:00:00Z&count=2", "2025-03-07T21:00 2025-03-07T22:00", "2025-03-10T13:00 2025-03-10T21:00")]
    public async Task The_first_begins_at_from_when_it_is_open_there(string query, params string[] openings)
    {
        await using var api = await ApiHost.StartAsync();
        Show(await api.GetAsync($"{await SubscribeAsync(api, Office)}?{query}")).Should().Equal(openings);
    }

    [Theory]
    [InlineData("the hour that is skipped", "02:00", "03:00", "2025-03-30", "2025-04-06T00:00 2025-04-06T01:00")]
    [InlineData("begins in the gap", "02:30", "04:00", "2025-03-30", "2025-03-30T01:00 2025-03-30T02:00")]
    [InlineData("comes twice", "02:30", "03:00", "2025-10-26", "2025-10-26T00:30 2025-10-26T01:00", "2025-10-26T01:30 2025-10-26T02:00")]
    [InlineData("twice, and touches", "02:00", "03:00", "2025-10-26", "2025-10-26T00:00 2025-10-26T02:00")]
    public async Task Clocks_that_are_set_are_heeded(string what, string start, string end, string date, params string[] openings)
    {
        await using var api = await ApiHost.StartAsync();
        var path = await SubscribeAsync(api, $$"""{"timezone":"Europe/Berlin","windows":[{"days":[0],"startTime":"{{start}}","endTime":"{{end}}"}]}""");
        Show(await api.GetAsync($"{path}?from={date}T00:00:00Z&count={openings.Length}")).Should().Equal(openings, because: what);
    }

    [Fact]
    public async Task Windows_that_touch_are_one_opening()
    {
        await using var api = await ApiHost.StartAsync();
        var path = await SubscribeAsync(
            api,
            """
            {"timezone":"UTC","windows":[{"days":[6],"startTime":"18:00","endTime":"24:00"},{"days":[0],"startTime":"00:00","endTime":"06:00"},
             {"days":[0],"startTime":"05:00","endTime":"07:00"}]}
            """);
        Show(await api.GetAsync(path + "?count=2")).Should().Equal("2026-04-11T18:00 2026-04-12T07:00", "2026-04-18T18:00 2026-04-19T07:00");
    }

    [Theory]
    [InlineData("null")]
    [InlineData("""{"timezone":"Europe/Berlin","windows":[{"days":[0,1,2,3,4,5,6],"startTime":"00:00","endTime":"24:00"}]}""")]
    public async Task Always_is_one_opening_without_an_end(string schedule)
    {
        await using var api = await ApiHost.StartAsync();
        var path = await SubscribeAsync(api, schedule);
        (await api.GetAsync(path)).Text.Should().Be("""[{"opens":"2026-04-08T12:00:00.000Z","closes":null}]""");
        (await api.GetAsync(path + "?from=2026-05-01T00:00:00Z")).Text.Should().Be("""[{"opens":"2026-05-01T00:00:00.000Z","closes":null}]""");
    }

    [Fact]
    public async Task A_stored_schedule_that_never_opens_has_no_opening()
    {
        await using var api = await ApiHost.StartAsync();
        var path = await SubscribeAsync(api, Office);
        var store = api.Services.GetRequiredService<ISubscriptionStore>();
        var stored = (await store.ListAsync(SubscriptionFilter.All, CancellationToken.None)).Single();
        var never = new DeliverySchedule("UTC", [new DeliveryWindow([DayOfWeek.Monday], TimeSpan.FromHours(9), TimeSpan.FromHours(9))]);
        await store.SaveAsync(new SubscriptionWrite(stored.Id, stored with { DeliverySchedule = never }, stored.Version, QueueEffect.None), CancellationToken.None);

        (await api.GetAsync(path)).Text.Should().Be("[]");
    }

    [Fact]
    public async Task A_paused_subscription_has_a_preview_too()
    {
        await using var api = await ApiHost.StartAsync();
        var path = await SubscribeAsync(api, Office);
        await api.PostAsync(path.Replace("/schedule/preview", "/pause", StringComparison.Ordinal));
        Show(await api.GetAsync(path + "?count=1")).Should().Equal("2026-04-08T13:00 2026-04-08T21:00");
    }

    [Fact]
    public async Task The_ends_of_the_calendar_have_an_answer()
    {
        await using var api = await ApiHost.StartAsync();
        var path = await SubscribeAsync(api, Office);

        (await api.GetAsync(path + "?from=9999-12-31T23:59:59Z")).Status.Should().Be(HttpStatusCode.OK);
        (await api.GetAsync(path + "?from=9999-12-30T00:00:00Z&count=1000")).Json.GetArrayLength().Should().BeInRange(1, 2, "the calendar ends on a Friday");
        var first = await api.GetAsync(path + "?from=0001-01-01T00:00:00Z&count=1");
        first.Json[0].GetProperty("opens").GetString().Should().StartWith("0001-01-0");
        (await api.GetAsync(path + "?from=0001-01-01T00:00:00%2B14:00")).ShouldBeProblem(400, "timestamp_malformed");
    }

    [Theory]
    [InlineData("1", 1)]
    [InlineData("1000", 1000)]
    public async Task The_range_of_the_count_is_allowed_to_its_ends(string count, int openings)
    {
        await using var api = await ApiHost.StartAsync();
        (await api.GetAsync($"{await SubscribeAsync(api, Office)}?count={count}")).Json.GetArrayLength().Should().Be(openings);
    }

    [Theory]
    [InlineData("count=0", "count parameter_invalid")]
    [InlineData("count=1001", "count parameter_invalid")]
    [InlineData("count=-1", "count parameter_invalid")]
    [InlineData("count=ten", "count parameter_invalid")]
    [InlineData("count=", "count parameter_invalid")]
    [InlineData("count=1&count=2", "count parameter_invalid")]
    [InlineData("count=99999999999", "count parameter_invalid")]
    [InlineData("from=now", "from timestamp_malformed")]
    [InlineData("from=", "from timestamp_malformed")]
    [InlineData("from=2026-04-08T12:00:00", "from timestamp_malformed")]
    [InlineData("from=2026-04-08T12:00:00+02:00", "from timestamp_malformed")]
    [InlineData("from=2026-02-30T12:00:00Z", "from timestamp_malformed")]
    [InlineData("limit=1", "limit parameter_invalid")]
    [InlineData("Count=1", "Count parameter_invalid")]
    [InlineData("to=x&from=x&count=x", "to parameter_invalid", "from timestamp_malformed", "count parameter_invalid")]
    public async Task Parameters_that_mean_nothing_are_refused_all_at_once(string query, params string[] faults)
    {
        await using var api = await ApiHost.StartAsync();
        var answer = await api.GetAsync($"{await SubscribeAsync(api, Office)}?{query}");
        answer.ShouldBeProblem(400, faults[0].Split(' ')[1]);
        answer.Faults.Should().BeEquivalentTo(faults);
    }

    [Theory]
    [InlineData("019667f3-8d4c-7a52-9e41-2f60a1b7c3d8")]
    [InlineData("42")]
    public async Task An_unknown_or_malformed_id_is_not_found(string id)
    {
        await using var api = await ApiHost.StartAsync();
        (await api.GetAsync($"/api/subscriptions/{id}/schedule/preview")).ShouldBeProblem(404, "not_found");
    }

    [Fact]
    public async Task Only_reading_is_allowed()
    {
        await using var api = await ApiHost.StartAsync();
        (await api.PostAsync(await SubscribeAsync(api, Office))).ShouldBeProblem(405, "method_not_allowed");
    }

    private static async Task<string> SubscribeAsync(ApiHost api, string schedule) =>
        $"/api/subscriptions/{(await api.SubscribeAsync(more: $$""","delivery_schedule":{{schedule}}""")).GetProperty("id").GetString()}/schedule/preview";

    private static IEnumerable<string> Show(ApiAnswer answer)
    {
        answer.Status.Should().Be(HttpStatusCode.OK, answer.Text);
        return answer.Json.EnumerateArray().Select(o => $"{Short(o.GetProperty("opens").GetString()!)} {Short(o.GetProperty("closes").GetString()!)}");
    }

    private static string Short(string instant) => instant.EndsWith(":00.000Z", StringComparison.Ordinal) ? instant[..^8] : instant[..^1];
}
