using InsideLabs.EventBus.Adapters;
using InsideLabs.EventBus.Errors;
using InsideLabs.EventBus.Rendering;
using static InsideLabs.EventBus.Tests.Rendering.TemplateSamples;

namespace InsideLabs.EventBus.Tests.Rendering;

public sealed class SettingTests
{
    private const string Hostile = "{{secrets.apiKey}} {{function.date.now()}} {{global.shop}}";

    private static readonly TemplateSettings Shop = SettingsOf(
        new Dictionary<string, string>
        {
            ["shop"] = "\"Ann's\"",
            ["count"] = "3",
            ["company"] = """{"name":"{{global.shop}} Ltd","address":["Street 1",{"city":"Bern"}],"broken":"{{nonsense}}"}""",
            ["greeting"] = "\"Hello {{interaction.name}}, this is {{global.company.name}}\"",
            ["fourth"] = "\"{{global.greeting}}\"",
            ["fifth"] = "\"{{global.fourth}}\"",
            ["sole"] = "\"{{payload.items}}\"",
            ["escaped"] = "\"\\\\{{x}}\"",
            ["a"] = "\"{{global.b}}\"",
            ["b"] = "\"{{global.a}}\"",
            ["self"] = "\"<{{global.self}}>\"",
            ["leak"] = "\"{{secrets.apiKey}}\"",
            ["credential"] = "\"{{adapter.email.apiKey}}\"",
            ["shout"] = "\"{{function.shout(interaction.name)}}\"",
        },
        new Dictionary<string, string> { ["email"] = """{"from":"{{global.shop}} <a@b.test>","apiKey":"***","auth":{"token":"***","user":"u"}}""" },
        new Dictionary<string, string> { ["apiKey"] = "s3cr3t" });

    private static TemplateContext Named(string name) => Context(Interaction($$"""{"name":"{{name}}","items":[1, 2]}"""), Shop);

    [Theory]
    [InlineData("{{global.count}}", "3")]
    [InlineData("{{global.shop}}", "\"Ann's\"")]
    [InlineData("{{global.company.address[1].city}}", "\"Bern\"")]
    [InlineData("{{global.company.name}}", "\"Ann's Ltd\"")]
    [InlineData("{{global.company.address}}", """["Street 1",{"city":"Bern"}]""")]
    [InlineData("{{global.greeting}}!", "\"Hello Bob, this is Ann's Ltd!\"")]
    [InlineData("{{adapter.email.from}}", "\"Ann's <a@b.test>\"")]
    [InlineData("{{global.sole}}", "[1, 2]")]
    [InlineData("{{global.escaped}}", "\"{{x}}\"")]
    [InlineData("{{function.string.upper(global.greeting)}}", "\"HELLO BOB, THIS IS ANN'S LTD\"")]
    public void The_texts_of_settings_are_templates_themselves(string text, string expected) => Value(text, Named("Bob")).Should().Be(expected);

    [Theory]
    [InlineData("{{interaction.name}}")]
    [InlineData("{{function.string.trim(interaction.name)}}")]
    [InlineData("{{function.string.default(payload.name, '')}}")]
    [InlineData("{{function.string.replace(interaction.name, 'zzz', '')}}")]
    [InlineData("{{function.string.join(function.string.split(interaction.name, ' '), ' ')}}")]
    public void Values_of_an_interaction_are_never_evaluated(string text)
    {
        Value(text, Named(Hostile)).Should().Be($"\"{Hostile}\"");
        Render("<" + text + ">", Named(Hostile)).ValueText().Should().Be($"<{Hostile}>");
        Render(text, Named(Hostile)).Secrets.Should().BeEmpty();
    }

    [Fact]
    public void Values_of_an_interaction_are_not_evaluated_within_a_setting_or_an_object_or_as_upper_case()
    {
        Value("{{global.greeting}}", Named(Hostile)).Should().Be($"\"Hello {Hostile}, this is Ann's Ltd\"");
        Value("{{interaction}}", Named(Hostile)).Should().Contain(Hostile);
        Value("{{function.json(interaction)}}", Named(Hostile)).Should().Contain(Hostile);
        Render("{{function.string.upper(interaction.name)}}", Named("{{secrets.apikey}}")).ValueText().Should().Be("{{SECRETS.APIKEY}}");
        Render("{{function.string.replace(interaction.name, '%', '{{')}}", Named("%global.shop}}")).ValueText().Should().Be("{{global.shop}}");
    }

    [Fact]
    public void What_a_function_makes_is_not_evaluated()
    {
        var template = Compile(Source(Document("{{function.shout('x')}} {{global.shop}}")), new TemplateFunction("shout", _ => "{{global.shop}}"));
        template.Render(Named("Bob")).ValueText().Should().Be("{{global.shop}} Ann's");
    }

    [Theory]
    [InlineData("{{global.a}}", "config.t → global.a → global.b → global.a")]
    [InlineData("{{global.self}}", "config.t → global.self → global.self → global.self")]
    [InlineData("{{global.fourth}}", "config.t → global.fourth → global.greeting → global.company.name")]
    public void A_circle_and_a_fourth_pass_end_the_delivery(string text, string chain)
    {
        var failure = Render(text, Named("Bob")).Failure!.Value;
        failure.Code.Should().Be(ErrorCodes.TemplateCycle);
        failure.Field.Should().Be("config.t");
        failure.Message.Should().Contain(chain);
    }

    [Fact]
    public void A_fourth_pass_is_no_matter_where_nothing_is_left_to_evaluate()
    {
        var settings = SettingsOf(new Dictionary<string, string>
        {
            ["one"] = "\"1{{global.two}}\"", ["two"] = "\"2{{global.three}}\"", ["three"] = "\"3\\\\{{\"",
        });
        Value("{{global.one}}", Context(Event("{}"), settings)).Should().Be("\"123{{\"");
    }

    [Theory]
    [InlineData("{{global.leak}}", ErrorCodes.SecretSinkForbidden)]
    [InlineData("{{global.company.broken}}", ErrorCodes.NamespaceForbidden)]
    [InlineData("{{global.company}}", ErrorCodes.NamespaceForbidden)]
    [InlineData("{{global.shout}}", ErrorCodes.TemplateFunctionUnknown)]
    public void A_setting_that_does_not_compile_ends_the_delivery_with_its_code(string text, string code)
    {
        var failure = Compile(Source(Document(text), new ConfigField("t") { IsCredential = true })).Render(Named("Bob")).Failure!.Value;
        failure.Code.Should().Be(code);
        failure.Field.Should().Be("config.t");
        failure.Message.Should().Contain("global.");
    }

    [Theory]
    [InlineData("adapter.email.apiKey", "apiKey")]
    [InlineData("adapter.email.auth", "auth.token")]
    [InlineData("adapter.email.apiKey.more", "apiKey")]
    [InlineData("adapter.email.keys[3]", "keys[]")]
    [InlineData("adapter.email.headers.x", "headers.*")]
    [InlineData("function.string.upper(adapter.email.apiKey)", "apiKey")]
    public void A_credential_of_an_adapter_cannot_be_read(string expression, string credential)
    {
        var source = Source(Document("{{" + expression + "}}"), new ConfigField("t") { IsCredential = true }) with
        {
            SettingsFieldsOf = name => name == "email" ? new ConfigFields(new ConfigField(credential) { IsCredential = true }) : null,
        };
        Faults(source).Should().ContainSingle().Which.Code.Should().Be(ErrorCodes.SecretSinkForbidden);
    }

    [Fact]
    public void A_credential_of_an_adapter_cannot_be_read_through_a_global_setting()
    {
        var source = Source(Document("{{global.credential}} {{adapter.email.auth.user}}")) with
        {
            SettingsFieldsOf = _ => new ConfigFields(new ConfigField("apiKey") { IsCredential = true }, new ConfigField("auth.token") { IsCredential = true }),
        };
        Compile(source).Render(Named("Bob")).Failure!.Value.Code.Should().Be(ErrorCodes.SecretSinkForbidden);
    }

    [Fact]
    public void A_missing_value_within_a_setting_is_named_with_the_setting()
    {
        var rendered = Render("{{global.greeting}} {{global.sole}}", Context(Interaction("{}"), Shop));
        rendered.Warnings.Should().Equal(
            "config.t: 'interaction.name' in 'global.greeting' has no value",
            "config.t: 'payload.items' in 'global.sole' has no value");
    }

    [Fact]
    public void A_missing_value_within_a_setting_can_be_replaced()
    {
        var context = Context(Interaction("{}"), Shop) with { IsStrict = true };
        Value("{{function.string.default(global.sole, 'none')}}", context).Should().Be("\"none\"");
    }

    [Fact]
    public void A_setting_that_makes_an_id_makes_one_for_each_rendering()
    {
        var settings = SettingsOf(new Dictionary<string, string> { ["id"] = "\"{{function.uuid()}}\"" });
        var made = 0;
        var context = Context(Event("{}"), settings) with { NewUuid = () => new Guid(++made, 0, 0, new byte[8]) };
        Render("{{global.id}} {{global.id}}", context).Warnings.Should().BeEmpty();
        made.Should().Be(1);
    }

    [Fact]
    public void New_settings_give_new_values()
    {
        var template = Compile(Document("{{global.x}}"));
        template.Render(Context(Event("{}"), SettingsOf(new Dictionary<string, string> { ["x"] = "1" }))).Value().Should().Be("1");
        template.Render(Context(Event("{}"), SettingsOf(new Dictionary<string, string> { ["x"] = "2" }))).Value().Should().Be("2");
    }
}
