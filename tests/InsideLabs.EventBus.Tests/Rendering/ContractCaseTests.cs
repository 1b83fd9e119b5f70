using InsideLabs.EventBus.Adapters;
using InsideLabs.EventBus.Errors;
using static InsideLabs.EventBus.Tests.Rendering.TemplateSamples;

namespace InsideLabs.EventBus.Tests.Rendering;

/// <summary>The bad inputs of the contract that the engine alone answers.</summary>
public sealed class ContractCaseTests
{
    [Fact]
    public void Tp_env() => Fault("{{env.PATH}}").Code.Should().Be(ErrorCodes.NamespaceForbidden);

    [Fact]
    public void Tp_secret_in_body() =>
        Faults(Source("""{"body":"{{secrets.apiKey}}"}""", new ConfigField("url") { AllowsSecrets = true })).Should().ContainSingle()
            .Which.Should().BeEquivalentTo(new { Field = "config.body", Code = ErrorCodes.SecretSinkForbidden });

    [Fact]
    public void Tp_recursion()
    {
        var settings = SettingsOf(new Dictionary<string, string> { ["a"] = "\"{{global.b}}\"", ["b"] = "\"{{global.a}}\"" });
        Compile("""{"a":"{{global.b}}"}""").Render(Context(Event("{}"), settings)).Failure!.Value.Code.Should().Be(ErrorCodes.TemplateCycle);
    }

    [Fact]
    public void Tp_html() =>
        Render("<p>{{interaction.name}}</p>", Context(Interaction("""{"name":"<script>alert(1)</script>"}""")), new ConfigField("t") { Encoding = FieldEncoding.Html })
            .ValueText().Should().Be("<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>");

    [Fact]
    public void Tp_second_pass_secret()
    {
        var settings = SettingsOf(secrets: new Dictionary<string, string> { ["apiKey"] = "s3cr3t" });
        var rendered = Render("{{interaction.name}}", Context(Interaction("""{"name":"{{secrets.apiKey}}"}"""), settings), new ConfigField("t") { AllowsSecrets = true });
        rendered.ValueText().Should().Be("{{secrets.apiKey}}");
        rendered.Secrets.Should().BeEmpty();
    }

    [Fact]
    public void Tp_infinite_loop()
    {
        const string Text = "{% for i in (1..1000000000) %}x{% endfor %}";
        Compile(Document(Text)).IsConstant.Should().BeTrue();
        Render(Text, Context(Event("{}"))).ValueText().Should().Be(Text);
    }

    [Fact]
    public void Tp_email_header() =>
        Render("{{interaction.email}}", Context(Interaction("""{"email":"a@b.test\r\nBcc: c@d.test"}""")), new ConfigField("t") { SingleLineCode = ErrorCodes.AddressInvalid })
            .Failure!.Value.Should().BeEquivalentTo(new { Field = "config.t", Code = ErrorCodes.AddressInvalid });
}
