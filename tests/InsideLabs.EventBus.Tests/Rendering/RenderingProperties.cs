using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using FsCheck;
using FsCheck.Fluent;
using InsideLabs.EventBus.Adapters;
using InsideLabs.EventBus.Errors;
using InsideLabs.EventBus.Rendering;
using static InsideLabs.EventBus.Tests.Rendering.TemplateSamples;

namespace InsideLabs.EventBus.Tests.Rendering;

public sealed class RenderingProperties
{
    private static readonly Gen<string> Character = Gen.OneOf(
        Gen.Elements("a", "Z", "0", " ", "{{", "}}", "\\\\{{", "{{payload.k0}}", "{{secrets.s}}", "{{global.g}}", "{{function.uuid()}}", "é", "😀", "\u2028", "<", "&", "'", "/"),
        Gen.Elements("\\\"", "\\\\", "\\/", "\\b", "\\f", "\\n", "\\r", "\\t", "\\u0041", "\\u00e9", "\\ud83d\\ude00", "\\u0001", "\\u001F"));

    private static readonly Gen<string> Text = Character.ListOf().Select(parts => '"' + string.Concat(parts) + '"');

    private static readonly Gen<string> Scalar = Gen.OneOf(
        Text, Gen.Elements("0", "-0", "0.0", "1e400", "-1E+400", "1.50", "12345678901234567890123", "true", "false", "null"));

    private static readonly Gen<string> Soup = Gen.Elements(
            "{{", "}}", "{", "}", "payload", "interaction", "global", "secrets", "adapter", "function", ".", ".", "[", "]", "(", ")", ",", "\"", "'", "\\", "\\u",
            "0", "-1", "1e9", "true", "null", " ", "\n", "\t", "date.now", "string.upper", "string.replace", "é", "😀", "\ud83d", "\u0000", "$", "@", "_", "-", "{%", "%}", "x")
        .ListOf().Select(string.Concat);

    [Fact]
    public void Any_values_in_any_field_make_valid_json_that_says_what_they_say()
    {
        var values = Gen.ArrayOf(Gen.Sized(size => Value(Math.Min(size, 8))), 3);
        var literals = Gen.ArrayOf(Text, 2);
        Prop.ForAll(Arb.From(values.Zip(literals, (v, l) => (v, l))), given =>
        {
            var (first, second) = (Literal(given.l[0]), Literal(given.l[1]));
            var text = $"{first}{{{{payload.k0}}}}{second}{{{{ payload['k1'] }}}}";
            var config = new JsonObject { ["sole"] = "{{payload.k2}}", ["list"] = new JsonArray(text, 5), ["{{payload.k0}}"] = "x" };
            var context = Context(Event($$"""{"k0":{{given.v[0]}},"k1":{{given.v[1]}},"k2":{{given.v[2]}}}"""));
            var rendered = Compile(config.ToJsonString()).Render(context);

            var expected = new JsonObject
            {
                ["sole"] = JsonNode.Parse(given.v[2]),
                ["list"] = new JsonArray(first + AsText(given.v[0]) + second + AsText(given.v[1]), 5),
                ["{{payload.k0}}"] = "x",
            };
            return rendered.Failure is null
                && rendered.Warnings.Count == 0
                && JsonNode.DeepEquals(JsonNode.Parse(rendered.Utf8Json.Span), expected)
                && rendered.Text().Contains(given.v[2], StringComparison.Ordinal);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(500));
    }

    [Theory]
    [InlineData(FieldEncoding.Json)]
    [InlineData(FieldEncoding.Url)]
    [InlineData(FieldEncoding.Html)]
    [InlineData(FieldEncoding.Markup)]
    public void Any_value_is_encoded_as_its_text(FieldEncoding encoding) =>
        Prop.ForAll(Arb.From(Gen.Sized(size => Value(Math.Min(size, 8)))), value =>
        {
            var text = AsText(value);
            var encoded = encoding switch
            {
                FieldEncoding.Url => Uri.EscapeDataString(text),
                FieldEncoding.Html => text.Replace("&", "&amp;").Replace("<", "&lt;").Replace(">", "&gt;").Replace("\"", "&quot;").Replace("'", "&#39;"),
                FieldEncoding.Markup => text.Replace("&", "&amp;").Replace("<", "&lt;").Replace(">", "&gt;"),
                _ => text,
            };
            var field = new ConfigField("t") { Encoding = encoding };
            var context = Context(Event($$"""{"v":{{value}}}"""));
            return Render("<{{payload.v}}>", context, field).ValueText() == $"<{encoded}>"
                && (encoding == FieldEncoding.Json || Render("{{payload.v}}", context, field).ValueText() == encoded)
                && Render("<{{function.string.default(payload.v, '')}}>", context, field).ValueText() == $"<{encoded}>";
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(300));

    [Fact]
    public void Nothing_between_braces_throws() => Prop.ForAll(Arb.From(Soup), soup =>
    {
        foreach (var text in new[] { soup, "{{" + soup, "{{" + soup + "}}", "{{payload." + soup + "}}", "{{function." + soup, "{{function.string.upper(" + soup + ")}}" })
        {
            var faults = new FaultList();
            var source = Source(JsonSerializer.Serialize(new Dictionary<string, string> { ["t"] = text }), new ConfigField("t") { AllowsSecrets = true });
            var template = new PlaceholderEngine([]).Compile(source, faults);
            (template is null).Should().Be(faults.Count > 0);
            if (template is not null && template.Render(Context(Event("""{"x":1}"""))) is { Failure: null } rendered)
            {
                JsonNode.Parse(rendered.Utf8Json.Span).Should().NotBeNull();
            }
        }
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(1000));

    private static Gen<string> Value(int size) => size < 2
        ? Scalar
        : Gen.OneOf(
            Scalar,
            Value(size / 2).ListOf(2).Select(items => $"[{string.Join(" , ", items)}]"),
            Value(size / 2).ListOf(2).Select(items => $$"""{"k0":{{items[0]}}, "é":{{items[1]}}}"""));

    private static string Literal(string json)
    {
        var text = JsonNode.Parse(json)!.GetValue<string>();
        return text.Contains("{{", StringComparison.Ordinal) || text.EndsWith('\\') || text.EndsWith('{') ? "literal" : text;
    }

    private static string AsText(string json) => json[0] switch
    {
        '"' => JsonNode.Parse(json)!.GetValue<string>(),
        'n' => string.Empty,
        _ => json,
    };
}
