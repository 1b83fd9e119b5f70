using System.Net;
using System.Text.Json;
using InsideLabs.EventBus.AspNetCore.Tests.Hosting;

namespace InsideLabs.EventBus.AspNetCore.Tests.Endpoints;

public sealed class ScheduleEndpointsTests
{
    private const string Office = """{"timezone":"America/New_York","windows":[{"days":[1,2,3,4,5],"startTime":"09:00","endTime":"17:00"}]}""";

    private const string Weekend = """{"timezone":"Europe/London","windows":[{"days":[0,6],"startTime":"00:00","endTime":"24:00"},{"days":[5],"startTime":"22:00","endTime":"06:00"}]}""";

    [Fact]
    public async Task A_schedule_is_created_read_listed_and_kept_by_an_update_that_does_not_name_it()
    {
        await using var api = await ApiHost.StartAsync();

        var created = await api.SubscribeAsync(more: $$""","delivery_schedule":{{Office}}""");

        var path = PathOf(created);
        ScheduleOf(created).Should().Be(Office);
        ScheduleOf((await api.GetAsync(path)).Json).Should().Be(Office);
        ScheduleOf((await api.GetAsync("/api/subscriptions")).Json[0]).Should().Be(Office);
        ScheduleOf(await PutAsync(api, path, """{"labels":["A"]}""")).Should().Be(Office);
        ScheduleOf((await api.PostAsync(path + "/pause")).Json).Should().Be(Office);
        ScheduleOf((await api.PostAsync(path + "/resume")).Json).Should().Be(Office);
    }

    [Fact]
    public async Task A_schedule_is_replaced_as_a_whole_and_cleared_by_null()
    {
        await using var api = await ApiHost.StartAsync();
        var path = PathOf(await api.SubscribeAsync(more: $$""","delivery_schedule":{{Office}}"""));

        ScheduleOf(await PutAsync(api, path, $$"""{"delivery_schedule":{{Weekend}}}""")).Should().Be(Weekend);
        var cleared = await PutAsync(api, path, """{"delivery_schedule":null}""");

        cleared.GetProperty("delivery_schedule").ValueKind.Should().Be(JsonValueKind.Null);
        (await api.GetAsync(path)).Json.GetProperty("delivery_schedule").ValueKind.Should().Be(JsonValueKind.Null);
        ScheduleOf(await PutAsync(api, path, $$"""{"delivery_schedule":{{Office}}}""")).Should().Be(Office, "one can be given later");
    }

    [Fact]
    public async Task An_answer_can_be_sent_back_and_changes_nothing()
    {
        await using var api = await ApiHost.StartAsync();
        var path = PathOf(await api.SubscribeAsync(more: $$""","delivery_schedule":{{Weekend}}"""));
        var shown = await api.GetAsync(path);

        var sentBack = await api.SendAsync(HttpMethod.Put, path, shown.Text);

        sentBack.Status.Should().Be(HttpStatusCode.OK, sentBack.Text);
        ScheduleOf(sentBack.Json).Should().Be(Weekend);
    }

    [Theory]
    [InlineData("null")]
    [InlineData(null)]
    public async Task No_schedule_is_shown_as_null(string? given)
    {
        await using var api = await ApiHost.StartAsync();
        var created = await api.SubscribeAsync(more: given is null ? "" : $$""","delivery_schedule":{{given}}""");
        created.GetProperty("delivery_schedule").ValueKind.Should().Be(JsonValueKind.Null);
    }

    [Theory]
    [InlineData("europe/berlin", "Europe/Berlin")]
    [InlineData("AMERICA/NEW_YORK", "America/New_York")]
    [InlineData("us/eastern", "US/Eastern")]
    [InlineData("utc", "UTC")]
    public async Task A_zone_is_stored_as_the_list_of_zones_writes_it_and_an_alias_stays(string given, string stored)
    {
        await using var api = await ApiHost.StartAsync();
        var created = await api.SubscribeAsync(
            more: $$""","delivery_schedule":{"timezone":"{{given}}","windows":[{"days":[1],"startTime":"09:00","endTime":"17:00"}]}""");
        created.GetProperty("delivery_schedule").GetProperty("timezone").GetString().Should().Be(stored);
    }

    [Fact]
    public async Task Days_are_shown_in_order_and_each_once()
    {
        await using var api = await ApiHost.StartAsync();
        var created = await api.SubscribeAsync(
            more: ""","delivery_schedule":{"windows":[{"endTime":"24:00","days":[6,0,6,3],"startTime":"00:00"}],"timezone":"UTC"}""");
        ScheduleOf(created).Should().Be("""{"timezone":"UTC","windows":[{"days":[0,3,6],"startTime":"00:00","endTime":"24:00"}]}""");
    }

    [Fact]
    public async Task Every_fault_is_named_by_its_path_at_once_in_a_creation_and_in_a_change()
    {
        await using var api = await ApiHost.StartAsync();
        const string faulty = """
            "delivery_schedule":{"timezone":"Eastern Standard Time","windows":[
             {"days":[0,7,1.5,"1"],"startTime":"9:00","endTime":"24:01"},{"days":[],"startTime":"24:00"},
             {"days":[1],"startTime":"09:00","endTime":"09:00"},{"day":[1],"startTime":900,"endTime":"17:00"},7],"zone":1},
            "labels":["a,b"]
            """;
        string[] expected =
        [
            "delivery_schedule.timezone timezone_unknown",
            "delivery_schedule.windows[0].days[1] day_out_of_range",
            "delivery_schedule.windows[0].days[2] day_out_of_range",
            "delivery_schedule.windows[0].days[3] day_out_of_range",
            "delivery_schedule.windows[0].startTime time_malformed",
            "delivery_schedule.windows[0].endTime time_malformed",
            "delivery_schedule.windows[1].days days_empty",
            "delivery_schedule.windows[1].startTime time_malformed",
            "delivery_schedule.windows[1].endTime field_required",
            "delivery_schedule.windows[2] window_empty",
            "delivery_schedule.windows[3].day property_unknown",
            "delivery_schedule.windows[3].days days_empty",
            "delivery_schedule.windows[3].startTime time_malformed",
            "delivery_schedule.windows[4] type_mismatch",
            "delivery_schedule.zone property_unknown",
            "labels[0] label_malformed",
        ];
        var path = PathOf(await api.SubscribeAsync());

        var created = await api.PostAsync("/api/subscriptions", $$$"""{"eventTypes":["engagement.*"],"config":{"adapter":"adapter:recording"},{{{faulty}}}}""");
        var changed = await api.SendAsync(HttpMethod.Put, path, $$"""{{{faulty}}}""");

        foreach (var answer in new[] { created, changed })
        {
            answer.ShouldBeProblem(400, answer.Faults[0].Split(' ')[1]);
            answer.Faults.Should().BeEquivalentTo(expected);
        }

        (await api.GetAsync(path)).Json.GetProperty("delivery_schedule").ValueKind.Should().Be(JsonValueKind.Null);
    }

    [Theory]
    [InlineData("7", "delivery_schedule type_mismatch")]
    [InlineData("[]", "delivery_schedule type_mismatch")]
    [InlineData("{}", "delivery_schedule.timezone field_required", "delivery_schedule.windows windows_empty")]
    [InlineData("""{"timezone":null,"windows":null}""", "delivery_schedule.timezone field_required", "delivery_schedule.windows windows_empty")]
    [InlineData("""{"timezone":"UTC","windows":[]}""", "delivery_schedule.windows windows_empty")]
    [InlineData("""{"timezone":"UTC","windows":{}}""", "delivery_schedule.windows type_mismatch")]
    [InlineData("""{"timezone":"Europe/Belrin","windows":[{"days":[1],"startTime":"09:00","endTime":"17:00"}]}""", "delivery_schedule.timezone timezone_unknown")]
    [InlineData("""{"timezone":5,"windows":[{"days":[1],"startTime":"09:00","endTime":"17:00"}]}""", "delivery_schedule.timezone timezone_unknown")]
    public async Task A_schedule_that_is_none_is_refused(string schedule, params string[] faults)
    {
        await using var api = await ApiHost.StartAsync();
        var answer = await api.PostAsync(
            "/api/subscriptions", $$$"""{"eventTypes":["engagement.*"],"config":{"adapter":"adapter:recording"},"delivery_schedule":{{{schedule}}}}""");
        answer.ShouldBeProblem(400, faults[0].Split(' ')[1]);
        answer.Faults.Should().Equal(faults);
    }

    [Fact]
    public async Task A_hundred_windows_are_the_most()
    {
        await using var api = await ApiHost.StartAsync();
        string Of(int count) => $$$""","delivery_schedule":{"timezone":"UTC","windows":[{{{string.Join(
            ',', Enumerable.Range(0, count).Select(i => $$"""{"days":[1],"startTime":"{{i / 60:00}}:{{i % 60:00}}","endTime":"24:00"}"""))}}}]}""";

        (await api.SubscribeAsync(more: Of(100))).GetProperty("delivery_schedule").GetProperty("windows").GetArrayLength().Should().Be(100);
        var refused = await api.PostAsync(
            "/api/subscriptions", $$$"""{"eventTypes":["engagement.*"],"config":{"adapter":"adapter:recording"}{{{Of(101)}}}}""");

        refused.Faults.Should().Equal("delivery_schedule.windows too_many_windows");
    }

    private static async Task<JsonElement> PutAsync(ApiHost api, string path, string json)
    {
        var answer = await api.SendAsync(HttpMethod.Put, path, json);
        answer.Status.Should().Be(HttpStatusCode.OK, answer.Text);
        return answer.Json;
    }

    private static string PathOf(JsonElement subscription) => $"/api/subscriptions/{subscription.GetProperty("id").GetString()}";

    private static string ScheduleOf(JsonElement subscription) => subscription.GetProperty("delivery_schedule").GetRawText();
}
