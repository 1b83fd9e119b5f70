using System.Text.Json.Nodes;
using InsideLabs.EventBus.Errors;
using InsideLabs.EventBus.Rendering;
using Microsoft.Extensions.DependencyInjection;
using static InsideLabs.EventBus.Tests.Rendering.TemplateSamples;

namespace InsideLabs.EventBus.Tests.Rendering.Functions;

public sealed class HostFunctionTests
{
    private static readonly TemplateContext Given = Context(Event("""{"price":12.5,"list":[1,{"a":null}],"huge":1e400,"text":"s3cr3t"}"""));

    [Fact]
    public void A_hosts_function_gets_values_and_the_time_and_gives_any_json()
    {
        TemplateCall? seen = null;
        var rendered = Render("shop.price", "payload.price, payload.list, \"a\\\"b\", payload.huge, null, true", call =>
        {
            seen = call;
            return new JsonObject { ["total"] = call.Arguments[0]!.GetValue<decimal>() * 2, ["é"] = "ü\"" };
        });
        rendered.Value().Should().Be("""{"total":25.0,"é":"ü\""}""");
        seen!.Now.Should().Be(Now);
        seen.Arguments.Select(a => a?.ToJsonString()).Should().Equal("12.5", """[1,{"a":null}]""", "\"a\\u0022b\"", "1e400", null, "true");
    }

    [Fact]
    public void A_missing_argument_is_null_and_a_warning()
    {
        var rendered = Render("f", "payload.missing", call => call.Arguments[0] is null ? "nothing" : "something");
        rendered.Value().Should().Be("\"nothing\"");
        rendered.Warnings.Should().Equal("config.t: 'payload.missing' has no value");
    }

    [Fact]
    public void No_answer_is_null() => Render("f", "1", _ => null).Should().BeEquivalentTo(new { Warnings = Array.Empty<string>() });

    [Fact]
    public void An_argument_that_makes_no_sense_is_a_warning_with_the_hosts_words() =>
        Render("f", "1", call => throw new ArgumentException("the first is not a price", nameof(call))).Warnings
            .Should().Equal("config.t: 'function.f' has no value: the first is not a price");

    [Fact]
    public void The_words_of_the_framework_are_not_told_for_they_quote_values() =>
        Render("f", "-5", call => throw new ArgumentOutOfRangeException(nameof(call), -5, "no")).Warnings
            .Should().Equal("config.t: 'function.f' has no value: it threw ArgumentOutOfRangeException");

    [Fact]
    public void The_hosts_words_about_a_secret_are_not_told()
    {
        var settings = SettingsOf(secrets: new Dictionary<string, string> { ["k"] = "s3cr3t" });
        var template = Compile(
            Source(Document("{{function.f(secrets.k)}}"), new Adapters.ConfigField("t") { AllowsSecrets = true }),
            new TemplateFunction("f", call => throw new ArgumentException($"no {call.Arguments[0]}", nameof(call))));
        template.Render(Context(Event("{}"), settings)).Warnings.Should().Equal("config.t: 'function.f' has no value: it threw ArgumentException");
    }

    [Fact]
    public void Any_other_exception_is_a_warning_with_its_type_alone() =>
        Render("f", "payload.text", call => throw new FormatException($"{call.Arguments[0]}")).Warnings
            .Should().Equal("config.t: 'function.f' has no value: it threw FormatException");

    [Fact]
    public void An_answer_that_is_too_large_ends_the_delivery() =>
        Render("f", "1", _ => new string('x', 1_100_000)).Failure!.Value.Code.Should().Be(ErrorCodes.TemplateLimitExceeded);

    [Fact]
    public void A_function_may_render_by_itself()
    {
        var inner = Compile("[\"{{payload.price}}\",\"{{payload.missing}}\"]");
        var rendered = Render("f", "1", _ => JsonNode.Parse(inner.Render(Given).Utf8Json.Span));
        rendered.Value().Should().Be("[12.5,null]");
        rendered.Warnings.Should().BeEmpty();
    }

    [Fact]
    public void A_call_has_at_most_32_arguments()
    {
        Render("f", string.Join(',', Enumerable.Repeat("1", 32)), call => call.Arguments.Count).Value().Should().Be("32");
        Faults(Source(Document($"{{{{function.f({string.Join(',', Enumerable.Repeat("1", 33))})}}}}")), new TemplateFunction("f", _ => null))
            .Should().ContainSingle().Which.Message.Should().Contain("takes 0 to 32 arguments, not 33");
    }

    [Theory]
    [InlineData("")]
    [InlineData("1a")]
    [InlineData("a-b")]
    [InlineData("a..b")]
    [InlineData(".a")]
    [InlineData("a.")]
    [InlineData("a b")]
    [InlineData("ä")]
    [InlineData("_a")]
    public void A_bad_name_is_refused_at_once(string name) =>
        FluentActions.Invoking(() => new ServiceCollection().AddInsideLabsEvents().AddTemplateFunction(name, _ => null))
            .Should().Throw<ArgumentException>().WithMessage($"'{name}' is no name of a template function*");

    [Fact]
    public void A_name_that_is_taken_is_refused_at_start()
    {
        FluentActions.Invoking(() => new PlaceholderEngine([new TemplateFunction("date.now", _ => null)]))
            .Should().Throw<ArgumentException>().WithMessage("Two template functions are named 'date.now'*");
        FluentActions.Invoking(() => new PlaceholderEngine([new TemplateFunction("x", _ => null), new TemplateFunction("x", _ => null)]))
            .Should().Throw<ArgumentException>().WithMessage("*'x'*");
    }

    [Fact]
    public void A_host_registers_its_functions_on_the_bus()
    {
        var services = new ServiceCollection();
        services.AddInsideLabsEvents().AddTemplateFunction("shop.Price_2", call => $"CHF {call.Arguments[0]}");
        using var provider = services.BuildServiceProvider();
        var template = provider.GetRequiredService<ITemplateEngine>()
            .Compile(Source(Document("{{function.shop.Price_2(payload.price)}}")), new FaultList());
        template!.Render(Given).Value().Should().Be("\"CHF 12.5\"");
    }

    private static RenderedTemplate Render(string name, string arguments, Func<TemplateCall, JsonNode?> function) =>
        Compile(Source(Document($"{{{{function.{name}({arguments})}}}}")), new TemplateFunction(name, function)).Render(Given);
}
