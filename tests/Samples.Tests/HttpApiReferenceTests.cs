using System.Diagnostics;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Samples.Tests;

/// <summary>Runs every request of <c>docs/reference/http-api.md</c>, in its order, in one shell, against a running event server.</summary>
public sealed partial class HttpApiReferenceTests
{
    private const string Mark = "=== end of block ===";

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    [Fact]
    public async Task Every_request_of_the_reference_is_answered_as_it_says()
    {
        var steps = ReadSteps();
        steps.Should().HaveCountGreaterThan(20);
        using var folder = new TemporaryFolder();
        using var receiver = new HookReceiver();
        var (server, http) = await EventServerProcess.StartAsync(
            folder.Path,
            "Production",
            ("Events:ApiKey", "local-key"),
            ("Events:Dispatcher", "false"),
            ("Events:Webhooks:AllowHttp", "true"),
            ("Events:Webhooks:AllowedNetworks:0", "127.0.0.0/8"));
        await using (server)
        using (http)
        {
            var answers = await RunAsync(steps.Select(s => s.Commands), http.BaseAddress!, receiver.Address);
            answers.Should().HaveSameCount(steps);
            foreach (var (step, answer) in steps.Zip(answers))
            {
                Compare(step, answer);
            }
        }
    }

    /// <summary>A comparison that accepted everything would prove nothing.</summary>
    [Theory]
    [InlineData("""{"a":"…"}""", """{"a":"text"}""", true)]
    [InlineData("""{"a":"te…"}""", """{"a":"text"}""", true)]
    [InlineData("""{"a":"…"}""", """{"a":17.5}""", true)]
    [InlineData("""{"a":"…"}""", """{"a":null}""", false)]
    [InlineData("""{"a":"to…"}""", """{"a":"text"}""", false)]
    [InlineData("""{"a":1}""", """{"a":2}""", false)]
    [InlineData("""{"a":1}""", """{"a":1,"b":2}""", false)]
    [InlineData("""{"a":1,"b":2}""", """{"a":1}""", false)]
    [InlineData("""[1]""", """[1,2]""", false)]
    [InlineData("""[null,true]""", """[null,true]""", true)]
    public void The_comparison_tells_like_from_unlike(string documented, string answered, bool alike) =>
        IsLike(JsonElement.Parse(documented), JsonElement.Parse(answered)).Should().Be(alike);

    private static List<Step> ReadSteps()
    {
        var text = File.ReadAllText(SampleFiles.PathOf("docs/reference/http-api.md"));
        var steps = new List<Step>();
        string? commands = null;
        foreach (Match block in Block().Matches(text))
        {
            if (block.Groups["language"].Value == "sh")
            {
                commands.Should().BeNull("every request is followed by its answer");
                commands = block.Groups["body"].Value;
            }
            else
            {
                commands.Should().NotBeNull("every answer follows its request");
                steps.Add(new Step(commands!, block.Groups["body"].Value));
                commands = null;
            }
        }

        return steps;
    }

    private static async Task<string[]> RunAsync(IEnumerable<string> blocks, Uri events, Uri hook)
    {
        var start = new ProcessStartInfo("bash", ["-s"])
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["EVENTS"] = events.ToString().TrimEnd('/');
        start.Environment["HOOK"] = hook.ToString().TrimEnd('/');
        start.Environment["KEY"] = "local-key";
        start.Environment["no_proxy"] = "127.0.0.1";
        using var shell = Process.Start(start)!;
        var errors = shell.StandardError.ReadToEndAsync();
        var output = shell.StandardOutput.ReadToEndAsync();
        foreach (var block in blocks)
        {
            await shell.StandardInput.WriteAsync($"{block}\nprintf '%s' '{Mark}'\n");
        }

        shell.StandardInput.Close();
        await shell.WaitForExitAsync().WaitAsync(Patience);
        shell.ExitCode.Should().Be(0, await errors);
        return (await output).Split(Mark)[..^1];
    }

    private static void Compare(Step step, string answered)
    {
        var (expected, actual) = (HttpText.Parse(step.Answer), HttpText.Parse(answered));
        var because = $"of what follows this request:\n{step.Commands}\nit answered:\n{answered}\n";
        actual.Status.Should().Be(expected.Status, because);
        foreach (var (name, value) in expected.Headers)
        {
            actual.Headers.Should().ContainKey(name, because);
            IsLike(value, actual.Headers[name]).Should().BeTrue(because);
        }

        if (expected.Body.Length > 0)
        {
            IsLike(JsonElement.Parse(expected.Body), JsonElement.Parse(actual.Body)).Should().BeTrue(because);
        }
    }

    private static bool IsLike(JsonElement documented, JsonElement answered)
    {
        if (documented.ValueKind == JsonValueKind.String)
        {
            return answered.ValueKind is JsonValueKind.String or JsonValueKind.Number && IsLike(documented.GetString()!, answered.ToString());
        }

        return documented.ValueKind == answered.ValueKind && documented.ValueKind switch
        {
            JsonValueKind.Object => documented.EnumerateObject().Count() == answered.EnumerateObject().Count()
                && documented.EnumerateObject().All(p => answered.TryGetProperty(p.Name, out var value) && IsLike(p.Value, value)),
            JsonValueKind.Array => documented.GetArrayLength() == answered.GetArrayLength()
                && documented.EnumerateArray().Zip(answered.EnumerateArray()).All(pair => IsLike(pair.First, pair.Second)),
            _ => documented.GetRawText() == answered.GetRawText(),
        };
    }

    private static bool IsLike(string documented, string answered) =>
        documented.EndsWith('…') ? answered.StartsWith(documented[..^1], StringComparison.Ordinal) : documented == answered;

    [GeneratedRegex(@"^```(?<language>sh|http)\n(?<body>.*?)^```$", RegexOptions.Multiline | RegexOptions.Singleline | RegexOptions.ExplicitCapture, 10_000)]
    private static partial Regex Block();

    /// <param name="Commands">What the reader types.</param>
    /// <param name="Answer">What the page says comes back.</param>
    private sealed record Step(string Commands, string Answer);

    private sealed record HttpText(string Status, IReadOnlyDictionary<string, string> Headers, string Body)
    {
        public static HttpText Parse(string text)
        {
            text = text.ReplaceLineEndings("\n").TrimStart('\n');
            var end = text.IndexOf("\n\n", StringComparison.Ordinal);
            var head = (end < 0 ? text : text[..end]).Split('\n', StringSplitOptions.RemoveEmptyEntries);
            return new HttpText(
                head[0],
                head.Skip(1).Select(l => l.Split(": ", 2)).ToDictionary(p => p[0], p => p[1], StringComparer.OrdinalIgnoreCase),
                end < 0 ? string.Empty : text[end..].Trim());
        }
    }
}
