using System.Net;
using System.Text;
using System.Text.Json;
using InsideLabs.EventBus.AspNetCore.Tests.Hosting;
using InsideLabs.EventBus.Errors;

namespace InsideLabs.EventBus.AspNetCore.Tests.Endpoints;

public sealed class ReferenceEndpointsTests
{
    public static TheoryData<string> Paths => ["/api/resource-types", "/api/actions", "/api/origins"];

    [Theory]
    [MemberData(nameof(Paths))]
    public async Task An_item_is_created_shown_changed_and_deleted(string path)
    {
        await using var api = await ApiHost.StartAsync();

        var created = await api.PostAsync(path, """{"mnemonic":"ÖRDER","title":"Order"}""");
        created.Status.Should().Be(HttpStatusCode.Created, created.Text);
        created.ContentType.Should().Be("application/json");
        var id = created.Json.GetProperty("id").GetGuid();
        created.Text.Should().Be($$"""{"id":"{{id}}","mnemonic":"ÖRDER","title":"Order","description":null}""");
        created.Headers["Location"].Should().Be($"{path}/{id}");
        (await api.GetAsync(created.Headers["Location"])).Text.Should().Be(created.Text);

        var changed = await api.SendAsync(HttpMethod.Put, $"{path}/{id}", """{"id":"x","description":"Of a customer"}""");
        changed.Status.Should().Be(HttpStatusCode.OK, changed.Text);
        changed.Text.Should().Be($$"""{"id":"{{id}}","mnemonic":"ÖRDER","title":"Order","description":"Of a customer"}""");
        (await api.SendAsync(HttpMethod.Put, $"{path}/{id}", changed.Text)).Text.Should().Be(changed.Text, "an answer can be sent back");

        var deleted = await api.SendAsync(HttpMethod.Delete, $"{path}/{id}");
        (deleted.Status, deleted.Text).Should().Be((HttpStatusCode.NoContent, string.Empty));
        (await api.GetAsync($"{path}/{id}")).ShouldBeProblem(404, ErrorCodes.NotFound);
    }

    [Theory]
    [MemberData(nameof(Paths))]
    public async Task A_creation_names_every_fault_at_once(string path)
    {
        await using var api = await ApiHost.StartAsync();
        var refused = await api.PostAsync(path, """{"id":1,"mnemonic":" A","titel":"a"}""");
        refused.ShouldBeProblem(400, ErrorCodes.PropertyUnknown);
        refused.Faults.Should().Equal("titel property_unknown", "id parameter_invalid", "mnemonic parameter_invalid", "title field_required");
        (await api.GetAsync(path)).Text.Should().Be("[]");
    }

    [Theory]
    [MemberData(nameof(Paths))]
    public async Task A_taken_mnemonic_and_a_taken_id_are_conflicts(string path)
    {
        await using var api = await ApiHost.StartAsync();
        var id = (await api.PostAsync(path, """{"mnemonic":"A","title":"a"}""")).Json.GetProperty("id").GetGuid();
        (await api.PostAsync(path, """{"mnemonic":"A","title":"b"}""")).ShouldBeProblem(409, ErrorCodes.ReferenceTaken);
        (await api.PostAsync(path, $$"""{"id":"{{id}}","mnemonic":"B","title":"b"}""")).ShouldBeProblem(409, ErrorCodes.ReferenceTaken);
        var other = (await api.PostAsync(path, """{"mnemonic":"B","title":"b"}""")).Headers["Location"];
        (await api.SendAsync(HttpMethod.Put, other, """{"mnemonic":"A"}""")).ShouldBeProblem(409, ErrorCodes.ReferenceTaken);
    }

    [Theory]
    [MemberData(nameof(Paths))]
    public async Task What_is_in_use_cannot_be_deleted(string path)
    {
        await using var api = await ApiHost.StartAsync();
        var (type, action, origin) = await InteractionData.CreateAsync(api);
        var created = await api.PostAsync(
            "/api/subscriptions",
            $$$"""{"resourceTypeId":"{{{type}}}","actionId":"{{{action}}}","originId":"{{{origin}}}","config":{"adapter":"adapter:recording"}}""");
        created.Status.Should().Be(HttpStatusCode.Created, created.Text);
        var id = path switch { "/api/resource-types" => type, "/api/actions" => action, _ => origin };
        (await api.SendAsync(HttpMethod.Delete, $"{path}/{id}")).ShouldBeProblem(409, ErrorCodes.ReferenceInUse);
        (await api.SendAsync(HttpMethod.Delete, created.Headers["Location"])).Status.Should().Be(HttpStatusCode.NoContent);
        (await api.SendAsync(HttpMethod.Delete, $"{path}/{id}")).Status.Should().Be(HttpStatusCode.NoContent);
    }

    [Theory]
    [MemberData(nameof(Paths))]
    public async Task A_list_ascends_and_comes_in_pages(string path)
    {
        await using var api = await ApiHost.StartAsync();
        var ids = new List<string>();
        for (var i = 0; i < 3; i++)
        {
            ids.Add((await api.PostAsync(path, $$"""{"mnemonic":"M{{i}}","title":"t"}""")).Json.GetProperty("id").GetString()!);
        }

        Ids((await api.GetAsync(path)).Json).Should().Equal(ids);
        var first = await api.GetAsync($"{path}?limit=2");
        Ids(first.Json).Should().Equal(ids[0], ids[1]);
        first.Headers["Link"].Should().Be($"<{path}?limit=2&after={ids[1]}>; rel=\"next\"");
        var last = await api.GetAsync($"{path}?limit=2&after={ids[1]}");
        Ids(last.Json).Should().Equal(ids[2]);
        last.Headers.Should().NotContainKey("Link");
    }

    [Theory]
    [InlineData("limit=0", "limit parameter_invalid")]
    [InlineData("after=x&size=1", "size parameter_invalid", "after parameter_invalid")]
    public async Task A_query_that_nobody_understands_is_refused(string query, params string[] faults)
    {
        await using var api = await ApiHost.StartAsync();
        (await api.GetAsync($"/api/origins?{query}")).Faults.Should().Equal(faults);
    }

    [Fact]
    public async Task What_does_not_exist_and_what_is_no_id_are_not_found()
    {
        await using var api = await ApiHost.StartAsync();
        foreach (var id in new[] { Guid.NewGuid().ToString(), "ORDER" })
        {
            (await api.GetAsync($"/api/actions/{id}")).ShouldBeProblem(404, ErrorCodes.NotFound);
            (await api.SendAsync(HttpMethod.Put, $"/api/actions/{id}", "{}")).ShouldBeProblem(404, ErrorCodes.NotFound);
            (await api.SendAsync(HttpMethod.Delete, $"/api/actions/{id}")).ShouldBeProblem(404, ErrorCodes.NotFound);
        }
    }

    [Theory]
    [InlineData("{\"mnemonic\":\"\\ud800\",\"title\":\"a\"}", "mnemonic json_invalid_string")]
    [InlineData("{\"mnemonic\":\"A\",\"title\":\"a\"", " json_malformed")]
    [InlineData("{\"mnemonic\":\"A\",\"mnemonic\":\"A\",\"title\":\"a\"}", "mnemonic json_duplicate_property")]
    [InlineData("", " json_malformed")]
    [InlineData("null", " type_mismatch")]
    public async Task Bytes_that_are_no_item_are_refused(string body, string fault)
    {
        await using var api = await ApiHost.StartAsync();
        var refused = await RawRequest.SendAsync(api.Address, "POST", "/api/resource-types", Encoding.UTF8.GetBytes(body));
        ((int)refused.Status).Should().Be(400, refused.Text);
        refused.Faults.Should().Equal(fault);
    }

    private static IEnumerable<string> Ids(JsonElement list) => list.EnumerateArray().Select(i => i.GetProperty("id").GetString()!);
}
