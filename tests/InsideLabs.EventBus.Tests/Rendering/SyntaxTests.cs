using InsideLabs.EventBus.Adapters;
using InsideLabs.EventBus.Errors;
using static InsideLabs.EventBus.Tests.Rendering.TemplateSamples;

namespace InsideLabs.EventBus.Tests.Rendering;

public sealed class SyntaxTests
{
    [Theory]
    [InlineData("{{", 1, 3)]
    [InlineData("{{}}", 1, 3)]
    [InlineData("{{ }}", 1, 4)]
    [InlineData("{{payload.id", 1, 13)]
    [InlineData("{{payload.id}", 1, 13)]
    [InlineData("{{payload.}}", 1, 11)]
    [InlineData("{{payload..id}}", 1, 11)]
    [InlineData("{{.payload}}", 1, 3)]
    [InlineData("{{1payload}}", 1, 3)]
    [InlineData("{{payload id}}", 1, 11)]
    [InlineData("{{payload + 1}}", 1, 11)]
    [InlineData("{{payload[}}", 1, 11)]
    [InlineData("{{payload[-1]}}", 1, 11)]
    [InlineData("{{payload[1.5]}}", 1, 12)]
    [InlineData("{{payload[99999999999]}}", 1, 11)]
    [InlineData("{{payload['a]}}", 1, 11)]
    [InlineData("{{payload['\\x']}}", 1, 12)]
    [InlineData("{{\"text\"}}", 1, 3)]
    [InlineData("{{5}}", 1, 3)]
    [InlineData("{{{payload.id}}}", 1, 3)]
    [InlineData("{{payload.{{payload.id}}}}", 1, 11)]
    [InlineData("one\ntwo {{payload.id", 2, 17)]
    [InlineData("one\r\n\r\n é😀 {{ ! }}", 3, 9)]
    [InlineData("{{eventId.x}}", 1, 3)]
    [InlineData("{{global}}", 1, 3)]
    [InlineData("{{global[0]}}", 1, 3)]
    [InlineData("{{adapter.email}}", 1, 3)]
    [InlineData("{{secrets}}", 1, 3)]
    [InlineData("{{secrets.a.b}}", 1, 3)]
    [InlineData("{{function}}", 1, 11)]
    [InlineData("{{function.date.now}}", 1, 20)]
    [InlineData("{{function.date.now(}}", 1, 21)]
    [InlineData("{{function.date.now(1,)}}", 1, 23)]
    [InlineData("{{function.date.now(1 2)}}", 1, 23)]
    [InlineData("{{function.date.now(01)}}", 1, 21)]
    [InlineData("{{function.date.now(1.)}}", 1, 21)]
    [InlineData("{{function.date.now(1e)}}", 1, 21)]
    [InlineData("{{function.date.now(1x)}}", 1, 21)]
    [InlineData("{{function.date.now('\\ud800')}}", 1, 21)]
    [InlineData("{{function.date.now('\\u0000')}}", 1, 21)]
    [InlineData("{{function.date.now(date.now())}}", 1, 21)]
    [InlineData("{{function.string.upper()}}", 1, 3)]
    [InlineData("{{function.string.upper(1, 2)}}", 1, 3)]
    [InlineData("{{function.uuid(1)}}", 1, 3)]
    public void Wrong_syntax_is_refused_with_line_and_column(string text, int line, int column)
    {
        var fault = Fault(text);
        fault.Field.Should().Be("config.t");
        fault.Message.Should().Contain($"at line {line}, column {column}.");
        (fault.Code is ErrorCodes.TemplateSyntax or ErrorCodes.NamespaceForbidden).Should().BeTrue(because: fault.Code);
    }

    [Theory]
    [InlineData("{{env.PATH}}", "env")]
    [InlineData("{{env}}", "env")]
    [InlineData("{{name}}", "name")]
    [InlineData("{{Payload.id}}", "Payload")]
    [InlineData("{{function.string.upper(env.PATH)}}", "env")]
    [InlineData("{{system.io}}", "system")]
    public void Any_other_namespace_is_forbidden(string text, string name)
    {
        var fault = Fault(text);
        fault.Code.Should().Be(ErrorCodes.NamespaceForbidden);
        fault.Message.Should().Contain($"'{name}'").And.Contain("line 1");
    }

    [Theory]
    [InlineData("{{paylod.id}}", "Did you mean 'payload'?")]
    [InlineData("{{interactoin.id}}", "Did you mean 'interaction'?")]
    [InlineData("{{eventid}}", "Did you mean 'eventId'?")]
    [InlineData("{{secret.x}}", "Did you mean 'secrets'?")]
    public void The_nearest_name_is_told(string text, string expected) => Fault(text).Message.Should().Contain(expected);

    [Theory]
    [InlineData("{{function.string.uper(payload.x)}}", "Did you mean 'string.upper'?")]
    [InlineData("{{function.dat.now()}}", "Did you mean 'date.now'?")]
    [InlineData("{{function.uuid4()}}", "Did you mean 'uuid'?")]
    public void An_unknown_function_is_refused_with_the_nearest(string text, string expected)
    {
        var fault = Fault(text);
        fault.Code.Should().Be(ErrorCodes.TemplateFunctionUnknown);
        fault.Message.Should().Contain(expected);
    }

    [Fact]
    public void Each_text_tells_its_first_fault_and_all_texts_are_judged() =>
        Faults(Source("""{"a":"{{x.y}} {{","personalizations":[{"to":[{"email":"{{ env.A }}"},{"email":"{{"}]}],"b":["ok","{{payload.x}}","{{"]}"""))
            .Select(f => (f.Field, f.Code)).Should().Equal(
                ("config.a", ErrorCodes.NamespaceForbidden),
                ("config.personalizations[0].to[0].email", ErrorCodes.NamespaceForbidden),
                ("config.personalizations[0].to[1].email", ErrorCodes.TemplateSyntax),
                ("config.b[2]", ErrorCodes.TemplateSyntax));

    [Fact]
    public void A_template_where_none_may_stand_is_refused()
    {
        ConfigField field = new("t") { AllowsTemplates = false };
        var fault = Fault("{{payload.id}}", field);
        fault.Code.Should().Be(ErrorCodes.TemplateSyntax);
        fault.Message.Should().Contain("No template may stand here");
        Render("\\{{payload.id}}", Context(Event("{}")), field).Value().Should().Be("\"{{payload.id}}\"");
    }

    [Theory]
    [InlineData("a\r\nb")]
    [InlineData("a\nb {{payload.id}}")]
    public void A_line_break_written_out_in_a_field_of_one_line_is_refused(string text) =>
        Fault(text, new ConfigField("t") { SingleLineCode = ErrorCodes.HeaderValueInvalid }).Code.Should().Be(ErrorCodes.HeaderValueInvalid);

    [Theory]
    [InlineData("{{payload.x")]
    [InlineData("{{payload.\u0301}}")]
    [InlineData("{{\ud83d\ude00}}")]
    [InlineData("{{\\}}")]
    [InlineData("{{\"}}")]
    [InlineData("{{'")]
    [InlineData("{{payload['\\")]
    [InlineData("{{payload['\\u12")]
    [InlineData("{{function.date.now(-")]
    public void A_text_that_ends_too_early_is_a_fault_and_no_exception(string text) => Fault(text).Code.Should().NotBeEmpty();
}
