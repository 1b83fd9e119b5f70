using System.Text;
using InsideLabs.EventBus.Errors;
using InsideLabs.EventBus.Rendering;
using static InsideLabs.EventBus.Tests.Rendering.TemplateSamples;

namespace InsideLabs.EventBus.Tests.Rendering.Functions;

/// <summary>Calls one function on an event whose payload has one value of each kind.</summary>
internal static class FunctionCases
{
    private static readonly TemplateContext Given = Context(Event(
        """{"text":" Änn ","date":"2026-03-29T00:59:59.5Z","offset":"2026-01-01T00:00:00+02:00","unix":1700000000,"half":1700000000.5,"list":["a",1,null,true,{"b":[2]},"c\n"],"empty":[],"object":{"a":[1, 2],"b":"\u00e9"},"none":null,"big":123456789012345678901234567890123,"huge":1e400,"price":1234.565,"emoji":"a😀b","html":"<a href=\"x\">'&'</a>","nothing":"","yes":true}"""));

    /// <summary>What the call gives as JSON, without a warning; also with <c>strict</c>.</summary>
    public static string Call(string call)
    {
        TemplateSamples.Render("{{function." + call + "}}", Given with { IsStrict = true }).Failure.Should().BeNull();
        return Value("{{function." + call + "}}", Given);
    }

    /// <summary>The warning of a call that gives no value, less what stands before the reason.</summary>
    public static string Wrong(string call)
    {
        var text = "{{function." + call + "}}";
        var rendered = TemplateSamples.Render(text, Given);
        rendered.Value().Should().Be("null");
        TemplateSamples.Render("<" + text + ">", Given).Value().Should().Be("\"<>\"");
        var failure = TemplateSamples.Render(text, Given with { IsStrict = true }).Failure!.Value;
        failure.Code.Should().Be(ErrorCodes.TemplateUnresolved);
        var start = $"config.t: 'function.{call[..call.IndexOf('(', StringComparison.Ordinal)]}' has no value: ";
        var warning = rendered.Warnings.Should().ContainSingle().Subject;
        warning.Should().StartWith(start);
        failure.Message.Should().Be(warning["config.t: ".Length..] + ".");
        return warning[start.Length..];
    }

    /// <summary>The code with which a call on a large text fails.</summary>
    public static string? TooLarge(string call, int length)
    {
        var payload = $$"""{"x":"{{new StringBuilder().Append('a', length)}}"}""";
        return TemplateSamples.Render("{{function." + call + "}}", Context(Event(payload))).Failure?.Code;
    }
}
