using System.Text;
using InsideLabs.EventBus.Errors;
using InsideLabs.EventBus.Rendering;
using static InsideLabs.EventBus.Tests.Rendering.TemplateSamples;

namespace InsideLabs.EventBus.Tests.Rendering;

public sealed class LimitTests
{
    private const string Value = "{{payload.x}}";

    [Fact]
    public void A_text_with_templates_has_at_most_64_kib_of_utf8()
    {
        var room = (64 * 1024) - Value.Length;
        Compile(Document(new string('é', room / 2) + Value)).Should().NotBeNull();
        Fault(new string('é', (room / 2) + 1) + Value).Code.Should().Be(ErrorCodes.TemplateLimitExceeded);
        Compile(Document(new string('é', room))).IsConstant.Should().BeTrue();
    }

    [Fact]
    public void A_document_has_at_most_1000_expressions()
    {
        Compile(Many(1000)).Should().NotBeNull();
        Faults(Source(Many(1001))).Should().ContainSingle().Which.Should().BeEquivalentTo(new { Field = "config", Code = ErrorCodes.TemplateLimitExceeded });

        static string Many(int count) => $"[\"{string.Concat(Enumerable.Repeat(Value, count / 2))}\",\"{string.Concat(Enumerable.Repeat(Value, count - (count / 2)))}\"]";
    }

    [Fact]
    public void Calls_are_nested_at_most_16_deep()
    {
        TemplateSamples.Value(Nested(16), Context(Event("""{"x":"A"}"""))).Should().Be("\"a\"");
        Fault(Nested(17)).Code.Should().Be(ErrorCodes.TemplateLimitExceeded);
        Fault(Nested(10_000)[..60_000]).Code.Should().Be(ErrorCodes.TemplateLimitExceeded);

        static string Nested(int depth) =>
            "{{" + string.Concat(Enumerable.Repeat("function.string.lower(", depth)) + "payload.x" + new string(')', depth) + "}}";
    }

    [Fact]
    public void A_path_has_at_most_100_steps()
    {
        Compile(Document("{{payload" + string.Concat(Enumerable.Repeat(".a", 100)) + "}}")).Should().NotBeNull();
        Fault("{{payload" + string.Concat(Enumerable.Repeat("[0]", 101)) + "}}").Code.Should().Be(ErrorCodes.TemplateLimitExceeded);
    }

    [Fact]
    public void A_rendered_document_has_at_most_1_mib()
    {
        const int Frame = 9;
        var template = Compile("[\"{{payload.x}}{{payload.x}}.....\"]");
        var most = ((1024 * 1024) - Frame) / 2;
        template.Render(Large(most)).Utf8Json.Length.Should().Be(1024 * 1024 - 1);
        var failure = template.Render(Large(most + 1)).Failure!.Value;
        failure.Code.Should().Be(ErrorCodes.TemplateLimitExceeded);
        failure.Field.Should().Be("config[0]");

        static TemplateContext Large(int length) => Context(Event($$"""{"x":"{{new string('a', length)}}"}"""));
    }

    [Fact]
    public void A_document_of_more_than_1_mib_is_refused() =>
        Faults(Source($"\"{new string('a', 1024 * 1024)}\"")).Should().ContainSingle().Which.Code.Should().Be(ErrorCodes.TemplateLimitExceeded);

    [Fact]
    public void Settings_that_multiply_each_other_end_the_delivery()
    {
        var settings = SettingsOf(new Dictionary<string, string>
        {
            ["a"] = $"\"{string.Concat(Enumerable.Range(0, 900).Select(i => $"{{{{global.b{i}}}}}"))}\"",
        }.Concat(Enumerable.Range(0, 900).Select(i => KeyValuePair.Create(
            $"b{i}", $"\"{string.Concat(Enumerable.Repeat("{{global.empty}}", 900))}\""))).Append(KeyValuePair.Create("empty", "\"\"")).ToDictionary());
        var failure = Render("{{global.a}}", Context(Event("{}"), settings)).Failure!.Value;
        failure.Code.Should().Be(ErrorCodes.TemplateLimitExceeded);
        failure.Message.Should().Contain("10000 expressions");
    }

    [Fact]
    public void Functions_read_and_make_at_most_16_mib()
    {
        var payload = Event($$"""{"x":"{{new string('a', 500_000)}}"}""");
        var hashes = Compile(Document(string.Concat(Enumerable.Repeat("{{function.hash.sha256(payload.x)}}", 100))));
        hashes.Render(Context(payload)).Failure!.Value.Code.Should().Be(ErrorCodes.TemplateLimitExceeded);
        var few = Compile(Document(string.Concat(Enumerable.Repeat("{{function.hash.sha256(payload.x)}}", 30))));
        few.Render(Context(payload)).ValueText().Should().HaveLength(30 * 64);
    }

    [Fact]
    public void A_failed_rendering_leaves_nothing_to_the_next()
    {
        var template = Compile("{\"a\":\"{{payload.missing}}\",\"t\":\"{{payload.x}}\"}");
        template.Render(Context(Event("{}")) with { IsStrict = true }).Failure.Should().NotBeNull();
        var rendered = template.Render(Context(Event("""{"x":1}""")));
        rendered.Should().BeEquivalentTo(new { Failure = (Fault?)null, Secrets = Array.Empty<string>() });
        rendered.Warnings.Should().ContainSingle();
        Encoding.UTF8.GetString(rendered.Utf8Json.Span).Should().Be("""{"a":null,"t":1}""");
    }
}
