using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using InsideLabs.EventBus.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace InsideLabs.EventBus.AspNetCore.Tests.Authorization;

/// <summary>Over a real socket: who gets in, who does not, and what nobody may read anywhere.</summary>
public sealed class ApiKeyTests
{
    private const string Old = "old-key-3f9c";
    private const string New = "new-key-77b1";

    [Fact]
    public async Task While_rotating_both_keys_let_in_and_the_caller_is_named_after_the_key()
    {
        await using var app = Protected();
        using var http = await app.StartAsync();

        (await BodyAsync(http, Old)).Should().Be("ci-old");
        (await BodyAsync(http, New)).Should().Be("ci-new");
    }

    [Fact]
    public async Task A_key_added_by_its_hash_lets_in()
    {
        await using var app = Protected(o => o.AddHash("ops", ApiKey.Hash("by-hash")));
        using var http = await app.StartAsync();

        (await BodyAsync(http, "by-hash")).Should().Be("ops");
    }

    [Theory]
    [InlineData("Send an API key in the header x-api-key.")]
    [InlineData("The API key in the header x-api-key is not known.", "wrong")]
    [InlineData("The API key in the header x-api-key is not known.", "")]
    [InlineData("The API key in the header x-api-key is not known.", "OLD-KEY-3F9C")]
    public async Task Without_a_known_key_the_answer_is_a_problem(string detail, string? key = null)
    {
        await using var app = Protected();
        using var http = await app.StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/one");
        if (key is not null)
        {
            request.Headers.Add("x-api-key", key);
        }

        using var answer = await http.SendAsync(request);

        await ShouldBeProblem(answer, HttpStatusCode.Unauthorized, "Unauthorized", "unauthorized", detail);
        answer.Headers.WwwAuthenticate.ToString().Should().Be("ApiKey header=\"x-api-key\"");
    }

    [Fact]
    public async Task A_header_that_came_twice_counts_as_none()
    {
        await using var app = Protected();
        using var http = await app.StartAsync();

        // By hand: HttpClient would join the two into one.
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, http.BaseAddress!.Port);
        var request = $"GET /api/one HTTP/1.1\r\nHost: localhost\r\nx-api-key: {Old}\r\nX-Api-Key: {Old}\r\nConnection: close\r\n\r\n";
        await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes(request));
        using var reader = new StreamReader(client.GetStream());
        var answer = await reader.ReadToEndAsync();

        answer.Should().StartWith("HTTP/1.1 401 ").And.Contain("The header x-api-key came more than once: send one API key.");
    }

    [Fact]
    public async Task A_very_long_value_is_just_a_wrong_key()
    {
        await using var app = Protected();
        using var http = await app.StartAsync();

        using var answer = await SendAsync(http, new string('k', 20_000));

        answer.StatusCode.Should().Be(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task Who_is_known_but_not_allowed_gets_a_forbidden_problem()
    {
        await using var app = ApiApp.Build("Production", services =>
        {
            services.AddAuthorization();
            services.AddAuthentication().AddInsideLabsApiKey(o => o.Add("reader", Old));
        });
        ApiApp.MapTwo(app.App).RequireAuthorization(policy => policy.RequireUserName("writer"));
        using var http = await app.StartAsync();

        using var answer = await SendAsync(http, Old);

        await ShouldBeProblem(answer, HttpStatusCode.Forbidden, "Forbidden", "forbidden", "The API key 'reader' is not allowed to do this.");
    }

    [Fact]
    public async Task No_key_stands_in_a_log_whatever_happened_to_it()
    {
        const string Wrong = "wrong-key-5d20";
        await using var app = Protected();
        using var http = await app.StartAsync();

        (await SendAsync(http, Old)).Dispose();
        (await SendAsync(http, Wrong)).Dispose();

        app.Logs.Entries.Should().Contain(e => e.Message.Contains("was not authenticated", StringComparison.Ordinal));
        app.Logs.Entries.Select(e => e.Message + e.Exception)
            .Should().NotContain(text => text.Contains(Old, StringComparison.Ordinal) || text.Contains(Wrong, StringComparison.Ordinal));
    }

    private static ApiApp Protected(Action<ApiKeyOptions>? more = null)
    {
        var app = ApiApp.Build("Production", services =>
        {
            services.AddAuthorization();
            services.AddAuthentication().AddInsideLabsApiKey(o =>
            {
                o.Add("ci-old", Old).Add("ci-new", New);
                more?.Invoke(o);
            });
        });
        ApiApp.MapTwo(app.App).RequireAuthorization();
        return app;
    }

    private static async Task<string> BodyAsync(HttpClient http, string key)
    {
        using var answer = await SendAsync(http, key);
        return await answer.Content.ReadAsStringAsync();
    }

    private static async Task<HttpResponseMessage> SendAsync(HttpClient http, string key)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/one");
        request.Headers.Add("x-api-key", key);
        return await http.SendAsync(request);
    }

    private static async Task ShouldBeProblem(HttpResponseMessage answer, HttpStatusCode status, string title, string code, string detail)
    {
        answer.StatusCode.Should().Be(status);
        answer.Content.Headers.ContentType!.ToString().Should().Be("application/problem+json");
        using var problem = JsonDocument.Parse(await answer.Content.ReadAsByteArrayAsync());
        problem.RootElement.EnumerateObject().Select(p => (p.Name, p.Value.ToString())).Should().Equal(
            ("type", "about:blank"),
            ("title", title),
            ("status", ((int)status).ToString()),
            ("detail", detail),
            ("code", code));
    }
}
