using System.Net;
using System.Text.Json;
using InsideLabs.EventBus.Adapters;
using InsideLabs.EventBus.AspNetCore.Tests.Hosting;
using InsideLabs.EventBus.Errors;

namespace InsideLabs.EventBus.AspNetCore.Tests.Endpoints;

public sealed class QueueEndpointsTests
{
    private static readonly string[] Documented =
        ["id", "occurrenceId", "subscriptionId", "adapter", "status", "attempts", "nextAttempt", "createdAt", "completedAt", "lastError"];

    [Fact]
    public async Task Without_a_dispatcher_processing_drives_the_deliveries()
    {
        await using var api = await StartAsync();
        await api.SubscribeAsync();
        for (var i = 0; i < 25; i++)
        {
            await api.PublishAsync();
        }

        (await StatsAsync(api)).Should().Be("pending 25");
        (await ProcessAsync(api, "?batchSize=10")).Should().Be("""{"processed":10,"delivered":10,"failed":0,"deferred":0}""");
        (await ProcessAsync(api, "")).Should().Be("""{"processed":10,"delivered":10,"failed":0,"deferred":0}""");
        (await ProcessAsync(api, "?batchSize=1000")).Should().Be("""{"processed":5,"delivered":5,"failed":0,"deferred":0}""");
        (await ProcessAsync(api, "?batchSize=10")).Should().Be("""{"processed":0,"delivered":0,"failed":0,"deferred":0}""");
        (await StatsAsync(api)).Should().Be("completed 25");
        api.Adapter.Sends.Should().HaveCount(25);
    }

    [Fact]
    public async Task An_item_tells_its_life_in_the_words_of_the_queue()
    {
        await using var api = await StartAsync();
        var subscription = await api.SubscribeAsync(more: ""","retryDelays":[60]""");
        var eventId = await api.PublishAsync();
        api.Adapter.Answers.Next(DeliveryResult.Retry(ErrorCodes.Http5xx, "busy")).Always(DeliveryResult.Rejected(ErrorCodes.PayloadRefused, "no"));

        var pending = await OnlyAsync(api, "pending");
        pending.EnumerateObject().Select(p => p.Name).Should().Equal(Documented);
        pending.GetProperty("occurrenceId").GetString().Should().Be(eventId);
        pending.GetProperty("subscriptionId").GetString().Should().Be(subscription.GetProperty("id").GetString());
        pending.GetProperty("adapter").GetString().Should().Be("adapter:recording");
        pending.GetProperty("completedAt").ValueKind.Should().Be(JsonValueKind.Null);

        await ProcessAsync(api, "");
        var retry = await OnlyAsync(api, "retry");
        retry.GetProperty("attempts").GetInt32().Should().Be(1);
        retry.GetProperty("lastError").GetString().Should().Be("http_5xx");
        retry.GetProperty("nextAttempt").GetDateTimeOffset().Should().BeAfter(api.Time.GetUtcNow());

        api.Time.Advance(TimeSpan.FromMinutes(2));
        await ProcessAsync(api, "");
        var failed = await OnlyAsync(api, "failed");
        failed.GetProperty("attempts").GetInt32().Should().Be(2);
        failed.GetProperty("nextAttempt").ValueKind.Should().Be(JsonValueKind.Null);
        failed.GetProperty("completedAt").ValueKind.Should().Be(JsonValueKind.String);

        var one = await api.GetAsync($"/api/queue/{failed.GetProperty("id").GetString()}");
        one.Json.ToString().Should().Be(failed.ToString());
    }

    [Fact]
    public async Task A_failed_item_can_be_tried_again_and_only_that()
    {
        await using var api = await StartAsync();
        await api.SubscribeAsync(more: ""","retryDelays":[]""");
        await api.PublishAsync();
        api.Adapter.Answers.Next(DeliveryResult.Retry(ErrorCodes.Http5xx, "busy"));
        var path = $"/api/queue/{(await OnlyAsync(api, "pending")).GetProperty("id").GetString()}";

        (await api.PostAsync(path + "/retry")).ShouldBeProblem(409, "not_failed");
        await ProcessAsync(api, "");
        var again = await api.PostAsync(path + "/retry");

        again.Status.Should().Be(HttpStatusCode.OK);
        again.Json.GetProperty("status").GetString().Should().Be("retry");
        await ProcessAsync(api, "");
        (await OnlyAsync(api, "completed")).GetProperty("attempts").GetInt32().Should().Be(2);
        (await api.PostAsync(path + "/retry")).ShouldBeProblem(409, "not_failed");
    }

    [Fact]
    public async Task An_item_of_a_deleted_subscription_has_nobody_to_go_to()
    {
        await using var api = await StartAsync();
        var subscription = await api.SubscribeAsync(more: ""","retryDelays":[]""");
        await api.PublishAsync();
        api.Adapter.Answers.Always(DeliveryResult.Retry(ErrorCodes.Http5xx, "busy"));
        await ProcessAsync(api, "");
        await api.SendAsync(HttpMethod.Delete, $"/api/subscriptions/{subscription.GetProperty("id").GetString()}");

        var failed = await OnlyAsync(api, "failed");
        (await api.PostAsync($"/api/queue/{failed.GetProperty("id").GetString()}/retry")).ShouldBeProblem(409, "subscription_deleted");
    }

    [Fact]
    public async Task A_cancelled_item_is_not_sent_and_a_delivered_one_cannot_be_cancelled()
    {
        await using var api = await StartAsync();
        await api.SubscribeAsync();
        await api.PublishAsync();
        var path = $"/api/queue/{(await OnlyAsync(api, "pending")).GetProperty("id").GetString()}";

        (await api.SendAsync(HttpMethod.Delete, path)).Status.Should().Be(HttpStatusCode.NoContent);
        (await api.SendAsync(HttpMethod.Delete, path)).Status.Should().Be(HttpStatusCode.NoContent, "it may be repeated");
        (await ProcessAsync(api, "")).Should().Contain("\"processed\":0");
        (await OnlyAsync(api, "cancelled")).GetProperty("attempts").GetInt32().Should().Be(0);

        await api.PublishAsync();
        await ProcessAsync(api, "");
        var delivered = await OnlyAsync(api, "completed");
        (await api.SendAsync(HttpMethod.Delete, $"/api/queue/{delivered.GetProperty("id").GetString()}")).ShouldBeProblem(409, "already_delivered");
    }

    [Fact]
    public async Task What_does_not_exist_is_not_found()
    {
        await using var api = await StartAsync();
        foreach (var id in (string[])["019667f3-8d4c-7a52-9e41-2f60a1b7c3d8", "42"])
        {
            (await api.GetAsync($"/api/queue/{id}")).ShouldBeProblem(404, "not_found");
            (await api.PostAsync($"/api/queue/{id}/retry")).ShouldBeProblem(404, "not_found");
            (await api.SendAsync(HttpMethod.Delete, $"/api/queue/{id}")).ShouldBeProblem(404, "not_found");
        }
    }

    [Fact]
    public async Task A_purge_removes_what_ended_before_an_instant_and_leaves_the_audit()
    {
        await using var api = await StartAsync();
        await api.SubscribeAsync();
        await api.PublishAsync(""","eventId":"old" """);
        await ProcessAsync(api, "");
        api.Time.Advance(TimeSpan.FromDays(1));
        var between = api.Time.GetUtcNow().ToString("yyyy-MM-dd'T'HH:mm:ss'Z'");
        api.Time.Advance(TimeSpan.FromDays(1));
        await api.PublishAsync(""","eventId":"new" """);
        await ProcessAsync(api, "");

        var purged = await api.PostAsync("/api/queue/purge", $$"""{"status":"completed","olderThan":"{{between}}"}""");

        purged.Json.ToString().Should().Be("""{"purged":1}""");
        (await OnlyAsync(api, "completed")).GetProperty("occurrenceId").GetString().Should().Be("new");
        (await api.GetAsync("/api/audits")).Json.EnumerateArray().Select(a => a.GetProperty("occurrenceId").GetString()).Should().Equal("new", "old");
        (await api.GetAsync("/api/events/old")).Status.Should().Be(HttpStatusCode.OK);
    }

    [Theory]
    [InlineData("{}", "status field_required", "olderThan field_required")]
    [InlineData("""{"status":"pending","olderThan":"2026-01-01T00:00:00Z"}""", "status parameter_invalid")]
    [InlineData("""{"status":"cancelled","olderThan":"2026-01-01T00:00:00Z"}""", "status parameter_invalid")]
    [InlineData("""{"status":5,"olderThan":5}""", "status parameter_invalid", "olderThan timestamp_malformed")]
    [InlineData("""{"status":"failed","olderThan":"2026-01-01"}""", "olderThan timestamp_malformed")]
    [InlineData("""{"status":"failed","olderThan":"2026-01-01T00:00:00Z","older":1}""", "older property_unknown")]
    public async Task A_purge_that_is_not_meant_so_is_refused(string body, params string[] faults)
    {
        await using var api = await StartAsync();
        var answer = await api.PostAsync("/api/queue/purge", body);
        ((int)answer.Status).Should().Be(400);
        answer.Faults.Should().Equal(faults);
    }

    [Theory]
    [InlineData("batchSize=0")]
    [InlineData("batchSize=1001")]
    [InlineData("batchSize=ten")]
    [InlineData("batchsize=10")]
    public async Task A_batch_size_out_of_range_is_refused(string query)
    {
        await using var api = await StartAsync();
        (await api.PostAsync("/api/queue/process?" + query)).ShouldBeProblem(400, "parameter_invalid");
    }

    [Fact]
    public async Task Every_attempt_is_in_the_audit_newest_first_and_can_be_filtered()
    {
        await using var api = await StartAsync();
        var subscription = await api.SubscribeAsync(more: ""","retryDelays":[0]""");
        await api.PublishAsync();
        api.Adapter.Answers.Next(DeliveryResult.Retry(ErrorCodes.Http5xx, "busy", statusCode: 503), DeliveryResult.Delivered(statusCode: 204));
        await ProcessAsync(api, "");
        api.Time.Advance(TimeSpan.FromSeconds(1));
        await ProcessAsync(api, "");

        var audits = (await api.GetAsync("/api/audits")).Json;

        audits.EnumerateArray().Select(a => a.GetProperty("attempt").GetInt32()).Should().Equal(2, 1);
        var first = audits[1];
        first.EnumerateObject().Select(p => p.Name).Should().Equal(
            "id", "queueId", "occurrenceId", "subscriptionId", "adapter", "attempt", "outcome", "statusCode", "code", "response", "warnings", "startedAt", "durationMs");
        first.GetProperty("outcome").GetString().Should().Be("failure");
        first.GetProperty("statusCode").GetInt32().Should().Be(503);
        first.GetProperty("code").GetString().Should().Be("http_5xx");
        first.GetProperty("response").GetString().Should().Be("busy");
        audits[0].GetProperty("code").ValueKind.Should().Be(JsonValueKind.Null);

        var (id, queueId) = (subscription.GetProperty("id").GetString(), first.GetProperty("queueId").GetString());
        var since = audits[0].GetProperty("startedAt").GetString();
        foreach (var (query, count) in (IEnumerable<(string, int)>)
            [
                ("outcome=success", 1), ("outcome=failure", 1), ("outcome=dead", 0), ($"subscriptionId={id}", 2), ($"queueId={queueId}", 2),
                ($"queueId={id}", 0), ($"since={since}", 1), ($"until={since}", 1), ($"since={since}&until={since}", 0), ("limit=1", 1),
                ($"after={audits[0].GetProperty("id").GetString()}", 1),
            ])
        {
            (await api.GetAsync("/api/audits?" + query)).Json.GetArrayLength().Should().Be(count, query);
        }
    }

    [Theory]
    [InlineData("since=yesterday", "since timestamp_malformed")]
    [InlineData("until=2026-01-01T00:00:00", "until timestamp_malformed")]
    [InlineData("outcome=Success", "outcome parameter_invalid")]
    [InlineData("queueId=1", "queueId parameter_invalid")]
    public async Task A_filter_that_means_nothing_is_refused(string query, string fault)
    {
        await using var api = await StartAsync();
        (await api.GetAsync("/api/audits?" + query)).Faults.Should().Equal(fault);
    }

    [Fact]
    public async Task The_adapters_are_listed_with_their_schemas()
    {
        await using var api = await StartAsync();

        var adapters = (await api.GetAsync("/api/adapters")).Json;

        adapters.EnumerateArray().Select(a => a.GetProperty("key").GetString()).Should().Equal("adapter:email", "adapter:handler", "adapter:recording", "adapter:webhook");
        var webhook = await api.GetAsync("/api/adapters/adapter:webhook");
        webhook.Json.EnumerateObject().Select(p => p.Name).Should().Equal("key", "description", "configSchema", "settingsSchema", "configured");
        webhook.Json.GetProperty("configSchema").GetProperty("required").ToString().Should().Be("""["url"]""");
        var unknown = await api.GetAsync("/api/adapters/adapter:webhok");
        unknown.ShouldBeProblem(404, "not_found");
        unknown.Json.GetProperty("detail").GetString().Should().Contain("adapter:webhook");
    }

    private static Task<ApiHost> StartAsync() => ApiHost.StartAsync(options => options.RunDispatcher = false);

    private static async Task<string> ProcessAsync(ApiHost api, string query)
    {
        var answer = await api.PostAsync("/api/queue/process" + query);
        answer.Status.Should().Be(HttpStatusCode.OK, answer.Text);
        return answer.Text;
    }

    private static async Task<JsonElement> OnlyAsync(ApiHost api, string status)
    {
        var items = (await api.GetAsync($"/api/queue?status={status}")).Json;
        items.GetArrayLength().Should().Be(1);
        items[0].GetProperty("status").GetString().Should().Be(status);
        return items[0];
    }

    private static async Task<string> StatsAsync(ApiHost api) => string.Join(
        ", ", (await api.GetAsync("/api/queue/stats")).Json.EnumerateObject().Where(p => p.Value.GetInt64() > 0).Select(p => $"{p.Name} {p.Value}"));
}
