using System.Net;
using System.Text;
using System.Text.Json;
using InsideLabs.EventBus.AspNetCore.Tests.Hosting;
using InsideLabs.EventBus.Errors;

namespace InsideLabs.EventBus.AspNetCore.Tests.Endpoints;

public sealed class SettingsEndpointsTests
{
    private const string Canary = "SG.canary-9c41";

    [Fact]
    public async Task A_global_setting_is_put_shown_listed_and_deleted()
    {
        await using var api = await ApiHost.StartAsync();
        var put = await PutAsync(api, "/api/global-settings/company", """{"value":{ "n":1e400 },"description":"Who we are"}""");
        put.Status.Should().Be(HttpStatusCode.OK, put.Text);
        put.Json.EnumerateObject().Select(p => p.Name).Should().Equal("key", "value", "description");
        put.Json.GetProperty("value").GetRawText().Should().Contain("1e400");
        (await PutAsync(api, "/api/global-settings/company", """{"value":null}""")).Text.Should().Be("""{"key":"company","value":null,"description":null}""");
        await PutAsync(api, "/api/global-settings/a", """{"value":"{{global.company}}"}""");
        (await api.GetAsync("/api/global-settings/company")).Json.GetProperty("value").ValueKind.Should().Be(JsonValueKind.Null);
        (await api.GetAsync("/api/global-settings")).Json.EnumerateArray().Select(s => s.GetProperty("key").GetString()).Should().Equal("a", "company");

        (await api.SendAsync(HttpMethod.Delete, "/api/global-settings/company")).Status.Should().Be(HttpStatusCode.NoContent);
        (await api.SendAsync(HttpMethod.Delete, "/api/global-settings/company")).ShouldBeProblem(404, ErrorCodes.NotFound);
        (await api.GetAsync("/api/global-settings/company")).ShouldBeProblem(404, ErrorCodes.NotFound);
    }

    [Theory]
    [InlineData("a.b", "{}", "key parameter_invalid", "value field_required")]
    [InlineData("a", """{"value":["{{"],"x":1}""", "x property_unknown", "value[0] template_syntax")]
    [InlineData("a", """{"value":"{{secrets.k}}"}""", "value secret_sink_forbidden")]
    [InlineData("a", """{"value":"{{function.nope()}}"}""", "value template_function_unknown")]
    public async Task Every_fault_of_a_global_setting_is_told_at_once(string key, string json, params string[] faults)
    {
        await using var api = await ApiHost.StartAsync();
        var refused = await PutAsync(api, $"/api/global-settings/{key}", json);
        ((int)refused.Status).Should().Be(400);
        refused.Faults.Should().Equal(faults);
        (await api.GetAsync("/api/global-settings")).Text.Should().Be("[]");
    }

    [Theory]
    [InlineData(62, 200)]
    [InlineData(63, 200)]
    [InlineData(64, 400)]
    public async Task The_deepest_value_that_is_accepted_can_be_shown_and_listed(int depth, int status)
    {
        await using var api = await ApiHost.StartAsync();
        var put = await PutAsync(api, "/api/global-settings/deep", $$"""{"value":{{new string('[', depth)}}{{new string(']', depth)}}}""");
        ((int)put.Status).Should().Be(status, put.Text);
        (await api.GetAsync("/api/global-settings")).Text.Should().Be(status == 200 ? $"[{put.Text}]" : "[]");
        ((int)(await api.GetAsync("/api/global-settings/deep")).Status).Should().Be(status == 200 ? 200 : 404);
    }

    [Fact]
    public async Task Lists_by_name_come_in_pages()
    {
        await using var api = await ApiHost.StartAsync();
        foreach (var name in new[] { "b", "a", "c" })
        {
            await PutAsync(api, $"/api/secrets/{name}", """{"value":"x"}""");
        }

        (await api.GetAsync("/api/secrets")).Text.Should().Be("""["a","b","c"]""");
        var page = await api.GetAsync("/api/secrets?limit=2");
        page.Text.Should().Be("""["a","b"]""");
        page.Headers["Link"].Should().Be("</api/secrets?limit=2&after=b>; rel=\"next\"");
        var last = await api.GetAsync("/api/secrets?limit=2&after=b");
        last.Text.Should().Be("""["c"]""");
        last.Headers.Should().NotContainKey("Link");
        foreach (var path in new[] { "secrets", "global-settings", "adapter-settings" })
        {
            (await api.GetAsync($"/api/{path}?limit=0&size=1")).Faults.Should().Equal("size parameter_invalid", "limit parameter_invalid");
        }
    }

    [Fact]
    public async Task Adapter_settings_are_put_shown_and_deleted_by_either_name_and_hide_credentials()
    {
        await using var api = await ApiHost.StartAsync();
        (await ConfiguredAsync(api)).Should().BeFalse();
        var put = await PutAsync(api, "/api/adapter-settings/email", $$$"""{"settings":{"apiKey":"{{{Canary}}}"}}""");
        put.Status.Should().Be(HttpStatusCode.OK, put.Text);
        put.Text.Should().Be("""{"name":"adapter:email","enabled":true,"settings":{"apiKey":"***"}}""");
        put.Headers["Cache-Control"].Should().Be("no-store");
        (await api.GetAsync("/api/adapter-settings/adapter:email")).Text.Should().Be(put.Text);
        (await api.GetAsync("/api/adapter-settings/email")).Text.Should().Be(put.Text);
        (await api.GetAsync("/api/adapter-settings")).Text.Should().Be($"[{put.Text}]");
        (await ConfiguredAsync(api)).Should().BeTrue();

        var disabled = await PutAsync(api, "/api/adapter-settings/adapter:email", """{"enabled":false,"settings":{"apiKey":"***"}}""");
        disabled.Json.GetProperty("enabled").GetBoolean().Should().BeFalse();
        (await ConfiguredAsync(api)).Should().BeFalse();
        (await api.SendAsync(HttpMethod.Delete, "/api/adapter-settings/email")).Status.Should().Be(HttpStatusCode.NoContent);
        (await api.SendAsync(HttpMethod.Delete, "/api/adapter-settings/email")).ShouldBeProblem(404, ErrorCodes.NotFound);
        (await api.GetAsync("/api/adapter-settings/email")).ShouldBeProblem(404, ErrorCodes.NotFound);
    }

    [Fact]
    public async Task Every_fault_of_adapter_settings_is_told_at_once()
    {
        await using var api = await ApiHost.StartAsync();
        var refused = await PutAsync(api, "/api/adapter-settings/email", """{"enabled":1,"settings":{"apiKey":"***","apiUrl":"ftp://x/","apikey":"k"}}""");
        refused.Faults.Should().BeEquivalentTo(
            "enabled type_mismatch", "settings.apiKey config_invalid", "settings.apiUrl url_scheme_forbidden", "settings.apikey property_unknown");
        var unknown = await PutAsync(api, "/api/adapter-settings/emial", """{"settings":{}}""");
        unknown.ShouldBeProblem(404, ErrorCodes.NotFound);
        unknown.Json.GetProperty("detail").GetString().Should().Contain("adapter:email");
        (await PutAsync(api, "/api/adapter-settings/webhook", """{"settings":{"x":1}}""")).Faults.Should().Equal("settings.x property_unknown");
        (await api.GetAsync("/api/adapter-settings")).Text.Should().Be("[]");
    }

    [Fact]
    public async Task A_secret_goes_in_and_no_answer_shows_it()
    {
        await using var api = await ApiHost.StartAsync();
        var put = await PutAsync(api, "/api/secrets/mailKey", $$"""{"value":"{{Canary}}"}""");
        (put.Status, put.Text).Should().Be((HttpStatusCode.NoContent, string.Empty));
        put.Headers["Cache-Control"].Should().Be("no-store");
        (await api.GetAsync("/api/secrets")).Text.Should().Be("""["mailKey"]""");
        var shown = await api.GetAsync("/api/secrets/mailKey");
        shown.ShouldBeProblem(405, ErrorCodes.MethodNotAllowed);
        (await api.SendAsync(HttpMethod.Delete, "/api/secrets/mailKey")).Status.Should().Be(HttpStatusCode.NoContent);
        (await api.SendAsync(HttpMethod.Delete, "/api/secrets/mailKey")).ShouldBeProblem(404, ErrorCodes.NotFound);
    }

    [Theory]
    [InlineData("a b", """{"value":"SG.canary-9c41\u0000"}""", "name parameter_invalid", "value json_invalid_string")]
    [InlineData("a", """{"value":["SG.canary-9c41"]}""", "value type_mismatch")]
    [InlineData("a", """{"value":"SG.canary-9c41","value":"SG.canary-9c41"}""", "value json_duplicate_property")]
    [InlineData("a", """{"value":"SG.canary-9c41""", " json_malformed")]
    public async Task A_refusal_never_quotes_a_secret(string name, string json, params string[] faults)
    {
        await using var api = await ApiHost.StartAsync();
        var refused = await RawRequest.SendAsync(api.Address, "PUT", $"/api/secrets/{Uri.EscapeDataString(name)}", Encoding.UTF8.GetBytes(json));
        ((int)refused.Status).Should().Be(400, refused.Text);
        refused.Faults.Should().BeEquivalentTo(faults);
        refused.Text.Should().NotContain("canary");
        refused.Headers["Cache-Control"].Should().Be("no-store");
    }

    [Fact]
    public async Task An_adapter_is_found_by_either_name_and_shows_its_settings_schema()
    {
        await using var api = await ApiHost.StartAsync();
        var email = await api.GetAsync("/api/adapters/email");
        email.Text.Should().Be((await api.GetAsync("/api/adapters/adapter:email")).Text);
        email.Json.GetProperty("settingsSchema").ValueKind.Should().Be(JsonValueKind.Object);
        var webhook = (await api.GetAsync("/api/adapters/webhook")).Json;
        webhook.GetProperty("settingsSchema").ValueKind.Should().Be(JsonValueKind.Null);
        webhook.GetProperty("configured").GetBoolean().Should().BeTrue();
        (await api.GetAsync("/api/adapters/emial")).ShouldBeProblem(404, ErrorCodes.NotFound);
    }

    private static async Task<bool> ConfiguredAsync(ApiHost api) => (await api.GetAsync("/api/adapters/email")).Json.GetProperty("configured").GetBoolean();

    private static Task<ApiAnswer> PutAsync(ApiHost api, string path, string json) => api.SendAsync(HttpMethod.Put, path, json);
}
