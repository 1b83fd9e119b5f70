using System.Net;
using System.Text.Json;

namespace InsideLabs.EventBus.AspNetCore.Tests.Hosting;

/// <summary>An answer, read to its end.</summary>
internal sealed record ApiAnswer(HttpStatusCode Status, string? ContentType, string Text, IReadOnlyDictionary<string, string> Headers)
{
    /// <summary>The body, which must be JSON.</summary>
    public JsonElement Json => JsonElement.Parse(Text);

    /// <summary>The stable code of a problem.</summary>
    public string? Code => Json.GetProperty("code").GetString();

    /// <summary>The faults of a refused input, as <c>field code</c>.</summary>
    public IReadOnlyList<string> Faults =>
        [.. Json.GetProperty("errors").EnumerateArray().Select(e => $"{e.GetProperty("field").GetString()} {e.GetProperty("code").GetString()}")];

    public static async Task<ApiAnswer> ReadAsync(HttpResponseMessage response) => new(
        response.StatusCode,
        response.Content.Headers.ContentType?.ToString(),
        await response.Content.ReadAsStringAsync(),
        response.Headers.ToDictionary(h => h.Key, h => string.Join(", ", h.Value), StringComparer.OrdinalIgnoreCase));

    /// <summary>Fails unless this is a problem with a status and a code.</summary>
    public void ShouldBeProblem(int status, string code)
    {
        ((int)Status).Should().Be(status, Text);
        ContentType.Should().Be("application/problem+json");
        Code.Should().Be(code, Text);
        Json.GetProperty("status").GetInt32().Should().Be(status);
        Json.GetProperty("type").GetString().Should().Be("about:blank");
        Json.GetProperty("title").GetString().Should().NotBeNullOrEmpty();
        Json.GetProperty("detail").GetString().Should().NotBeNullOrEmpty();
    }
}
