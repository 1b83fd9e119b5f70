using System.Net;
using InsideLabs.EventBus.AspNetCore.Tests.Hosting;

namespace InsideLabs.EventBus.AspNetCore.Tests.Endpoints;

public sealed class PreconditionTests
{
    [Fact]
    public async Task A_change_of_the_version_that_was_seen_is_made()
    {
        await using var api = await ApiHost.StartAsync();
        var (path, tag) = await CreateAsync(api);

        var changed = await api.SendAsync(HttpMethod.Put, path, """{"labels":["A"]}""", ("If-Match", tag));

        changed.Status.Should().Be(HttpStatusCode.OK);
        changed.Headers["ETag"].Should().NotBe(tag);
    }

    [Theory]
    [InlineData("PUT", "")]
    [InlineData("DELETE", "")]
    [InlineData("POST", "/pause")]
    [InlineData("POST", "/resume")]
    [InlineData("POST", "/secret/rotate")]
    public async Task A_change_of_an_older_version_is_refused_and_changes_nothing(string method, string action)
    {
        await using var api = await ApiHost.StartAsync();
        var (path, old) = await CreateAsync(api);
        var current = (await api.SendAsync(HttpMethod.Put, path, """{"labels":["A"]}""")).Headers["ETag"];

        var refused = await api.SendAsync(new HttpMethod(method), path + action, method == "PUT" ? """{"labels":["B"]}""" : null, ("If-Match", old));

        refused.ShouldBeProblem(412, "version_conflict");
        var after = await api.GetAsync(path);
        after.Headers["ETag"].Should().Be(current);
        after.Json.GetProperty("labels").ToString().Should().Be("""["A"]""");
    }

    [Fact]
    public async Task One_of_several_versions_is_enough()
    {
        await using var api = await ApiHost.StartAsync();
        var (path, tag) = await CreateAsync(api);
        (await api.SendAsync(HttpMethod.Put, path, "{}", ("If-Match", $"\"77\", {tag}"))).Status.Should().Be(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Any_version_is_asked_for_by_a_star()
    {
        await using var api = await ApiHost.StartAsync();
        var (path, _) = await CreateAsync(api);
        (await api.SendAsync(HttpMethod.Put, path, "{}", ("If-Match", "*"))).Status.Should().Be(HttpStatusCode.OK);
    }

    [Theory]
    [InlineData("W/\"1\"")]
    [InlineData("\"no-version\"")]
    [InlineData("\"77\", \"78\"")]
    public async Task A_tag_that_is_not_the_version_exactly_matches_nothing(string tag)
    {
        await using var api = await ApiHost.StartAsync();
        var (path, _) = await CreateAsync(api);
        (await api.SendAsync(HttpMethod.Put, path, "{}", ("If-Match", tag))).ShouldBeProblem(412, "version_conflict");
    }

    [Fact]
    public async Task What_is_no_tag_is_told()
    {
        await using var api = await ApiHost.StartAsync();
        var (path, _) = await CreateAsync(api);
        var answer = await api.SendAsync(HttpMethod.Put, path, "{}", ("If-Match", "17"));
        answer.ShouldBeProblem(400, "parameter_invalid");
        answer.Faults.Should().Equal("If-Match parameter_invalid");
    }

    [Fact]
    public async Task An_unknown_subscription_is_not_found_whatever_version_is_named()
    {
        await using var api = await ApiHost.StartAsync();
        (await api.SendAsync(HttpMethod.Put, $"/api/subscriptions/{Guid.NewGuid()}", "{}", ("If-Match", "\"1\", \"2\""))).ShouldBeProblem(404, "not_found");
    }

    [Fact]
    public async Task Who_has_the_version_already_gets_no_body()
    {
        await using var api = await ApiHost.StartAsync();
        var (path, tag) = await CreateAsync(api);

        var known = await api.SendAsync(HttpMethod.Get, path, json: null, ("If-None-Match", tag));

        known.Status.Should().Be(HttpStatusCode.NotModified);
        known.Text.Should().BeEmpty();
        known.Headers["ETag"].Should().Be(tag);
        (await api.SendAsync(HttpMethod.Get, path, json: null, ("If-None-Match", "\"77\""))).Status.Should().Be(HttpStatusCode.OK);
    }

    private static async Task<(string Path, string Tag)> CreateAsync(ApiHost api)
    {
        var created = await api.PostAsync("/api/subscriptions", """{"eventTypes":["engagement.*"],"config":{"adapter":"adapter:webhook","url":"https://example.com/"}}""");
        return (created.Headers["Location"], created.Headers["ETag"]);
    }
}
