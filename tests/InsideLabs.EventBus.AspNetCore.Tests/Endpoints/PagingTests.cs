using InsideLabs.EventBus.AspNetCore.Tests.Hosting;

namespace InsideLabs.EventBus.AspNetCore.Tests.Endpoints;

public sealed class PagingTests
{
    [Fact]
    public async Task Pages_follow_their_links_to_the_end_and_make_up_the_whole_list()
    {
        await using var api = await ApiHost.StartAsync();
        for (var i = 0; i < 7; i++)
        {
            await api.SubscribeAsync(more: ""","labels":["Team A"]""");
        }

        await api.SubscribeAsync();
        var whole = Ids(await api.GetAsync("/api/subscriptions?label=Team%20A"));

        var (paged, pages) = (new List<string>(), 0);
        for (var next = "/api/subscriptions?limit=3&label=Team%20A"; next is not null; pages++)
        {
            var page = await api.GetAsync(next);
            paged.AddRange(Ids(page));
            next = page.Headers.TryGetValue("Link", out var link) ? link[1..link.IndexOf('>', StringComparison.Ordinal)] : null;
            if (link is not null)
            {
                link.Should().EndWith(">; rel=\"next\"");
            }
        }

        paged.Should().Equal(whole).And.HaveCount(7).And.BeInAscendingOrder(StringComparer.Ordinal);
        pages.Should().Be(3);
    }

    [Theory]
    [InlineData("/api/event-types", "eventType")]
    [InlineData("/api/adapters", "key")]
    public async Task What_is_registered_is_paged_by_name(string path, string name)
    {
        await using var api = await ApiHost.StartAsync();
        var whole = Names(await api.GetAsync(path));
        whole.Should().HaveCountGreaterThan(2);

        var first = await api.GetAsync(path + "?limit=2");
        var rest = await api.GetAsync($"{path}?after={Uri.EscapeDataString(whole[1])}");

        Names(first).Should().Equal(whole[..2]);
        first.Headers["Link"].Should().Contain("limit=2&after=").And.EndWith(">; rel=\"next\"");
        Names(rest).Should().Equal(whole[2..]);
        (await api.GetAsync(path + "?limit=0")).ShouldBeProblem(400, "parameter_invalid");

        string[] Names(ApiAnswer answer) => [.. answer.Json.EnumerateArray().Select(i => i.GetProperty(name).GetString()!)];
    }

    [Fact]
    public async Task A_page_that_holds_all_that_is_left_has_no_link()
    {
        await using var api = await ApiHost.StartAsync();
        await api.SubscribeAsync();
        (await api.GetAsync("/api/subscriptions?limit=1")).Headers.Should().NotContainKey("Link");
    }

    [Fact]
    public async Task A_list_without_a_limit_is_everything_however_long()
    {
        await using var api = await ApiHost.StartAsync(options => options.RunDispatcher = false);
        await api.SubscribeAsync();
        var batch = $"[{string.Join(',', Enumerable.Repeat("""{"eventType":"engagement.settings.updated","payload":{}}""", 600))}]";
        await api.PostAsync("/api/events", batch);
        await api.PostAsync("/api/events", batch);

        var all = await api.GetAsync("/api/queue");

        Ids(all).Should().HaveCount(1200).And.OnlyHaveUniqueItems().And.BeInAscendingOrder(StringComparer.Ordinal);
        all.Headers.Should().NotContainKey("Link");
    }

    [Fact]
    public async Task A_list_goes_on_after_an_id_without_a_limit_too()
    {
        await using var api = await ApiHost.StartAsync();
        var first = await api.SubscribeAsync();
        var second = await api.SubscribeAsync();
        Ids(await api.GetAsync($"/api/subscriptions?after={first.GetProperty("id")}")).Should().Equal(second.GetProperty("id").GetString());
    }

    [Theory]
    [InlineData("limit=0", "limit")]
    [InlineData("limit=1001", "limit")]
    [InlineData("limit=-1", "limit")]
    [InlineData("limit=1.5", "limit")]
    [InlineData("limit=%201", "limit")]
    [InlineData("limit=", "limit")]
    [InlineData("limit=1&limit=2", "limit")]
    [InlineData("limit=99999999999999999999", "limit")]
    [InlineData("after=42", "after")]
    [InlineData("status=Active", "status")]
    [InlineData("lable=A", "lable")]
    [InlineData("label=A&label=B", "label")]
    [InlineData("Limit=1", "Limit")]
    public async Task A_parameter_that_is_unknown_or_malformed_is_refused_by_name(string query, string field)
    {
        await using var api = await ApiHost.StartAsync();
        var answer = await api.GetAsync("/api/subscriptions?" + query);
        answer.ShouldBeProblem(400, "parameter_invalid");
        answer.Faults.Should().Equal($"{field} parameter_invalid");
    }

    [Theory]
    [InlineData("GET", "/api/subscriptions/019667f3-8d4c-7a52-9e41-2f60a1b7c3d8")]
    [InlineData("DELETE", "/api/subscriptions/019667f3-8d4c-7a52-9e41-2f60a1b7c3d8")]
    [InlineData("POST", "/api/subscriptions/019667f3-8d4c-7a52-9e41-2f60a1b7c3d8/pause")]
    [InlineData("GET", "/api/events/e-1")]
    [InlineData("GET", "/api/event-types")]
    [InlineData("GET", "/api/event-types/engagement.campaign.sent")]
    [InlineData("GET", "/api/queue/stats")]
    [InlineData("GET", "/api/adapters")]
    [InlineData("GET", "/api/adapters/adapter:webhook")]
    public async Task An_operation_without_parameters_takes_none(string method, string path)
    {
        await using var api = await ApiHost.StartAsync();
        var answer = await api.SendAsync(new HttpMethod(method), path + "?force=true");
        answer.ShouldBeProblem(400, "parameter_invalid");
        answer.Faults.Should().Equal("force parameter_invalid");
    }

    private static List<string> Ids(ApiAnswer answer) => [.. answer.Json.EnumerateArray().Select(i => i.GetProperty("id").GetString()!)];
}
