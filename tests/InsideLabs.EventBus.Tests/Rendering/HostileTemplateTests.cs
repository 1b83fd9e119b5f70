using System.Text;
using System.Text.Json.Nodes;
using InsideLabs.EventBus.Adapters;
using InsideLabs.EventBus.Errors;
using InsideLabs.EventBus.Rendering;
using static InsideLabs.EventBus.Tests.Rendering.TemplateSamples;

namespace InsideLabs.EventBus.Tests.Rendering;

/// <summary>Some hundred templates that want to hang, to eat memory, to throw or to leak: each ends, is small, and holds no secret.</summary>
public sealed class HostileTemplateTests
{
    private const string Canary = "c4n4ry-s3cr3t";

    private static readonly string[] Subjects =
    [
        "payload.big", "payload.list", "payload.number", "payload.hostile", "payload.object", "payload.none", "payload.missing", "payload", "event",
        "global.wide", "global.a", "global.data", "'x'", "1e308", "-0", "true", "null",
    ];

    private static readonly string[] Calls =
    [
        "string.upper({0})", "string.lower({0})", "string.trim({0})", "string.default({0}, {0})", "string.truncate({0}, {0})", "string.truncate({0}, 2147483647)",
        "string.replace({0}, 'a', {0})", "string.replace({0}, {0}, {0})", "string.join({0}, {0})", "string.split({0}, 'a')", "string.split({0}, {0})",
        "string.join(function.string.split({0}, 'a'), {0})", "number.format({0}, 'N999999999')", "number.format({0}, {0})", "number.round({0}, {0})",
        "json(function.json(function.json({0})))", "url.encode(function.url.encode({0}))", "html.encode({0})", "base64.encode(function.base64.encode({0}))",
        "hash.sha256({0})", "date.format({0}, {0}, {0})", "date.add({0}, {0}, {0})", "date.add(timestamp, {0}, 'years')", "date.now({0})",
    ];

    private static readonly TemplateContext Given = Context(
        Event(new JsonObject
        {
            ["big"] = new string('a', 200_000),
            ["list"] = new JsonArray([.. Enumerable.Range(0, 20_000).Select(i => (JsonNode)i)]),
            ["number"] = JsonNode.Parse("1e400"),
            ["hostile"] = "{{secrets.canary}}{{function.string.replace(payload.big, 'a', payload.big)}}\r\n\u0001<script>",
            ["object"] = new JsonObject { ["constructor"] = "{{secrets.canary}}" },
            ["none"] = null,
        }.ToJsonString()),
        SettingsOf(
            new Dictionary<string, string>
            {
                ["wide"] = $"\"{string.Concat(Enumerable.Repeat("{{payload.big}}", 1000))}\"",
                ["a"] = "\"{{global.b}}{{global.b}}\"",
                ["b"] = "\"{{global.a}}{{global.a}}\"",
                ["data"] = "\"{{payload.hostile}}\"",
            },
            secrets: new Dictionary<string, string> { ["canary"] = Canary }));

    public static TheoryData<string> CallsOf() => new(Calls);

    [Theory]
    [MemberData(nameof(CallsOf))]
    public void A_hostile_call_ends_small_and_without_secrets(string call)
    {
        foreach (var subject in Subjects)
        {
            var expression = "function." + string.Format(System.Globalization.CultureInfo.InvariantCulture, call, subject);
            Judge("{{" + expression + "}}");
            Judge("x" + string.Concat(Enumerable.Repeat("{{" + expression + "}}", 50)));
            Judge("{{" + string.Concat(Enumerable.Repeat("function.string.replace(", 14)) + expression + string.Concat(Enumerable.Repeat(", 'a', 'aaaaaaaa')", 14)) + "}}");
        }
    }

    [Fact]
    public void A_hostile_text_ends_small_and_without_secrets()
    {
        foreach (var subject in Subjects.Where(s => !s.Contains('\'') && char.IsAsciiLetterLower(s[0]) && s.Contains('.')))
        {
            Judge("{{" + subject + "}}");
            Judge(string.Concat(Enumerable.Repeat("{{" + subject + "}}", 1000)));
            Judge("{{" + subject + string.Concat(Enumerable.Repeat(".a", 99)) + "}}");
            Judge("{{" + subject + string.Concat(Enumerable.Repeat("[2147483647]", 90)) + "}}");
        }
    }

    [Theory]
    [InlineData('{')]
    [InlineData('}')]
    [InlineData('(')]
    [InlineData('[')]
    [InlineData('.')]
    [InlineData('\'')]
    [InlineData('\\')]
    [InlineData('-')]
    [InlineData(' ')]
    public void A_long_row_of_one_character_is_a_fault_or_a_text(char character)
    {
        foreach (var start in new[] { "{{", "{{payload", "{{function.string.upper(", "{{payload['", "", "{{function.string.upper(1" })
        {
            Judge(start + new string(character, 60_000));
        }
    }

    private static void Judge(string text)
    {
        var faults = new FaultList();
        var template = new PlaceholderEngine([]).Compile(Source(Document(text), new ConfigField("x") { AllowsSecrets = true }), faults);
        if (template is null)
        {
            faults.Should().NotBeEmpty();
            return;
        }

        var rendered = template.Render(Given);
        rendered.Secrets.Should().BeEmpty();
        string.Concat(rendered.Warnings).Should().NotContain(Canary).And.NotContain("script");
        if (rendered.Failure is { } failure)
        {
            failure.Code.Should().BeOneOf(ErrorCodes.TemplateLimitExceeded, ErrorCodes.TemplateCycle, ErrorCodes.TemplateUnresolved);
            return;
        }

        rendered.Utf8Json.Length.Should().BeLessThanOrEqualTo(1024 * 1024);
        Encoding.UTF8.GetString(rendered.Utf8Json.Span).Should().NotContain(Canary);
        JsonNode.Parse(rendered.Utf8Json.Span).Should().NotBeNull();
    }
}
