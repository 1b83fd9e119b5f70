using System.Net;
using System.Text.Json;
using InsideLabs.EventBus.Adapters;
using InsideLabs.EventBus.AspNetCore.Tests.Hosting;
using InsideLabs.EventBus.Errors;

namespace InsideLabs.EventBus.AspNetCore.Tests.Endpoints;

/// <summary>
/// What a schedule does to the queue, over HTTP. The clock of the host stands at noon (UTC) of Wednesday, the 8th of April 2026, an hour
/// before an office in New York opens.
/// </summary>
public sealed class ScheduledQueueTests
{
    private const string Office = """{"timezone":"America/New_York","windows":[{"days":[1,2,3,4,5],"startTime":"09:00","endTime":"17:00"}]}""";

    private const string OfficeOpens = "2026-04-08T13:00:00.000Z";

    [Fact]
    public async Task An_item_waits_for_the_window_untried_and_goes_when_it_opens()
    {
        await using var api = await ApiHost.StartAsync();
        await SubscribeAsync(api);

        await api.PublishAsync();
        await api.IdleAsync();

        var waiting = await OnlyAsync(api);
        waiting.GetProperty("status").GetString().Should().Be("pending");
        waiting.GetProperty("attempts").GetInt32().Should().Be(0);
        waiting.GetProperty("nextAttempt").GetString().Should().Be(OfficeOpens);
        waiting.GetProperty("lastError").ValueKind.Should().Be(JsonValueKind.Null, "to wait is no failure");

        await api.AdvanceAsync(TimeSpan.FromHours(1) - TimeSpan.FromTicks(1));
        api.Adapter.Sends.Should().BeEmpty();
        await api.AdvanceAsync(TimeSpan.FromTicks(1));
        (await OnlyAsync(api)).GetProperty("status").GetString().Should().Be("completed");
        (await api.GetAsync("/api/audits")).Json[0].GetProperty("attempt").GetInt32().Should().Be(1);
    }

    [Fact]
    public async Task What_waits_is_not_processed_by_hand_before()
    {
        await using var api = await StartByHandAsync();
        await SubscribeAsync(api);
        await api.PublishAsync();

        (await ProcessAsync(api)).Should().Be("""{"processed":0,"delivered":0,"failed":0,"deferred":0}""");
        api.Time.Advance(TimeSpan.FromHours(1));
        (await ProcessAsync(api)).Should().Be("""{"processed":1,"delivered":1,"failed":0,"deferred":0}""");
    }

    [Fact]
    public async Task What_became_due_in_a_window_that_has_closed_since_is_counted_as_deferred()
    {
        await using var api = await StartByHandAsync();
        await SubscribeAsync(api);
        await api.PublishAsync();
        await api.PublishAsync();
        api.Time.Advance(TimeSpan.FromHours(12));

        (await ProcessAsync(api)).Should().Be("""{"processed":2,"delivered":0,"failed":0,"deferred":2}""");

        foreach (var item in (await api.GetAsync("/api/queue?status=pending")).Json.EnumerateArray())
        {
            item.GetProperty("nextAttempt").GetString().Should().Be("2026-04-09T13:00:00.000Z");
            item.GetProperty("attempts").GetInt32().Should().Be(0);
        }

        api.Adapter.Sends.Should().BeEmpty();
        (await api.GetAsync("/api/audits")).Json.GetArrayLength().Should().Be(0);
        (await ProcessAsync(api)).Should().Be("""{"processed":0,"delivered":0,"failed":0,"deferred":0}""");
    }

    [Fact]
    public async Task A_changed_schedule_plans_what_waits_anew_and_a_cleared_one_lets_it_go()
    {
        await using var api = await StartByHandAsync();
        var path = await SubscribeAsync(api);
        await api.PublishAsync();
        (await NextAttemptAsync(api)).Should().Be(OfficeOpens);

        await PutAsync(api, path, """{"delivery_schedule":{"timezone":"Europe/London","windows":[{"days":[6],"startTime":"10:00","endTime":"14:00"}]}}""");
        (await NextAttemptAsync(api)).Should().Be("2026-04-11T09:00:00.000Z");

        await PutAsync(api, path, """{"labels":["A"]}""");
        (await NextAttemptAsync(api)).Should().Be("2026-04-11T09:00:00.000Z", "the schedule was not named");

        await PutAsync(api, path, """{"delivery_schedule":{"timezone":"UTC","windows":[{"days":[3],"startTime":"12:00","endTime":"12:01"}]}}""");
        (await NextAttemptAsync(api)).Should().Be("2026-04-08T12:00:00.000Z", "that is open now");

        await PutAsync(api, path, $$"""{"delivery_schedule":{{Office}}}""");
        (await NextAttemptAsync(api)).Should().Be(OfficeOpens);
        await PutAsync(api, path, """{"delivery_schedule":null}""");
        (await NextAttemptAsync(api)).Should().Be("2026-04-08T12:00:00.000Z");
        (await ProcessAsync(api)).Should().Be("""{"processed":1,"delivered":1,"failed":0,"deferred":0}""");
    }

    [Fact]
    public async Task A_running_dispatcher_sends_at_once_what_a_cleared_schedule_held()
    {
        await using var api = await ApiHost.StartAsync();
        var path = await SubscribeAsync(api);
        await api.PublishAsync();
        await api.IdleAsync();
        api.Adapter.Sends.Should().BeEmpty();

        await PutAsync(api, path, """{"delivery_schedule":null}""");
        await api.IdleAsync();

        api.Adapter.Sends.Should().ContainSingle();
    }

    [Fact]
    public async Task A_retry_moves_into_the_window_too_and_keeps_to_the_ladder_within_it()
    {
        await using var api = await StartByHandAsync();
        await SubscribeAsync(api, ""","retryDelays":[3600,86400]""");
        await api.PublishAsync();
        api.Adapter.Answers.Always(DeliveryResult.Retry(ErrorCodes.Http5xx, "busy", 503));
        api.Time.Advance(TimeSpan.FromHours(2));

        await ProcessAsync(api);
        var first = (await OnlyAsync(api)).GetProperty("nextAttempt").GetDateTimeOffset();
        first.Should().BeOnOrAfter(new DateTimeOffset(2026, 4, 8, 14, 48, 0, TimeSpan.Zero)).And.BeOnOrBefore(new DateTimeOffset(2026, 4, 8, 15, 12, 0, TimeSpan.Zero));

        // At 21:00 New York closes; a day later, give or take a fifth, is in the night or at the next day's end.
        api.Time.Advance(TimeSpan.FromHours(6.9));
        await ProcessAsync(api);
        (await OnlyAsync(api)).GetProperty("attempts").GetInt32().Should().Be(2);
        var second = (await OnlyAsync(api)).GetProperty("nextAttempt").GetDateTimeOffset();
        second.Hour.Should().BeInRange(13, 20);
        second.Should().BeOnOrAfter(new DateTimeOffset(2026, 4, 9, 16, 5, 0, TimeSpan.Zero));
    }

    [Fact]
    public async Task A_receiver_that_asks_to_be_left_alone_is_asked_again_in_the_window()
    {
        await using var api = await StartByHandAsync();
        await SubscribeAsync(api, ""","retryDelays":[1]""");
        await api.PublishAsync();
        api.Adapter.Answers.Always(DeliveryResult.Retry(ErrorCodes.Http429, "slowly", 429, TimeSpan.FromHours(10)));
        api.Time.Advance(TimeSpan.FromHours(1));

        await ProcessAsync(api);

        (await NextAttemptAsync(api)).Should().Be("2026-04-09T13:00:00.000Z", "23:00 UTC is closed");
    }

    [Fact]
    public async Task A_retry_by_hand_waits_for_the_window()
    {
        await using var api = await StartByHandAsync();
        await SubscribeAsync(api, ""","retryDelays":[]""");
        await api.PublishAsync();
        api.Adapter.Answers.Next(DeliveryResult.Retry(ErrorCodes.Http5xx, "busy", 503), DeliveryResult.Delivered());
        api.Time.Advance(TimeSpan.FromHours(1));
        await ProcessAsync(api);
        var failed = await OnlyAsync(api);
        failed.GetProperty("status").GetString().Should().Be("failed");
        failed.GetProperty("nextAttempt").ValueKind.Should().Be(JsonValueKind.Null);
        api.Time.Advance(TimeSpan.FromHours(9));

        var again = await api.PostAsync($"/api/queue/{failed.GetProperty("id").GetString()}/retry");

        again.Status.Should().Be(HttpStatusCode.OK, again.Text);
        again.Json.GetProperty("nextAttempt").GetString().Should().Be("2026-04-09T13:00:00.000Z");
        (await ProcessAsync(api)).Should().Contain("\"processed\":0");
        api.Time.Advance(TimeSpan.FromHours(15));
        (await ProcessAsync(api)).Should().Contain("\"delivered\":1");
    }

    [Fact]
    public async Task A_paused_subscription_s_items_stay_held_though_the_window_opens_and_go_on_after_it()
    {
        await using var api = await ApiHost.StartAsync();
        var path = await SubscribeAsync(api);
        await api.PublishAsync();
        await api.PostAsync(path + "/pause");

        await api.AdvanceAsync(TimeSpan.FromHours(10));
        api.Adapter.Sends.Should().BeEmpty();
        await api.PostAsync(path + "/resume");
        await api.IdleAsync();
        api.Adapter.Sends.Should().BeEmpty("by now the office is closed");
        (await NextAttemptAsync(api)).Should().Be("2026-04-09T13:00:00.000Z");

        await api.AdvanceAsync(TimeSpan.FromHours(15));
        api.Adapter.Sends.Should().ContainSingle();
    }

    private static Task<ApiHost> StartByHandAsync() => ApiHost.StartAsync(options => options.RunDispatcher = false);

    /// <summary>Subscribes for the office hours of New York and answers the subscription's path.</summary>
    private static async Task<string> SubscribeAsync(ApiHost api, string more = "") =>
        $"/api/subscriptions/{(await api.SubscribeAsync(more: $$""","delivery_schedule":{{Office}}{{more}}""")).GetProperty("id").GetString()}";

    private static async Task PutAsync(ApiHost api, string path, string json)
    {
        var answer = await api.SendAsync(HttpMethod.Put, path, json);
        answer.Status.Should().Be(HttpStatusCode.OK, answer.Text);
    }

    private static async Task<string> ProcessAsync(ApiHost api)
    {
        var answer = await api.PostAsync("/api/queue/process");
        answer.Status.Should().Be(HttpStatusCode.OK, answer.Text);
        return answer.Text;
    }

    private static async Task<JsonElement> OnlyAsync(ApiHost api)
    {
        var items = (await api.GetAsync("/api/queue")).Json;
        items.GetArrayLength().Should().Be(1);
        return items[0];
    }

    private static async Task<string?> NextAttemptAsync(ApiHost api) => (await OnlyAsync(api)).GetProperty("nextAttempt").GetString();
}
