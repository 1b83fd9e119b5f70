using System.Text;
using System.Text.Json.Nodes;
using InsideLabs.EventBus.Adapters;
using InsideLabs.EventBus.Errors;
using InsideLabs.EventBus.Rendering;
using static InsideLabs.EventBus.Tests.Rendering.TemplateSamples;

namespace InsideLabs.EventBus.Tests.Rendering;

public sealed class SecretTests
{
    private static readonly ConfigField Sink = new("t") { AllowsSecrets = true };

    private static readonly TemplateContext Given = Context(
        Event("""{"user":"ann"}"""),
        SettingsOf(
            new Dictionary<string, string> { ["hook"] = "\"https://h.test/a/b?c=d\"", ["ofData"] = "\"{{payload.user}}/..\"" },
            secrets: new Dictionary<string, string> { ["apiKey"] = "p@ss/\"1\"", ["hook"] = "https://h.test/T0/B0?x=1&y=2" }));

    [Theory]
    [InlineData("{{secrets.apiKey}}")]
    [InlineData("Bearer {{ secrets.apiKey }}")]
    [InlineData("{{function.string.upper(secrets.apiKey)}}")]
    [InlineData("{{function.string.default(payload.x, function.base64.encode(secrets.apiKey))}}")]
    public void A_secret_may_stand_only_in_a_sink(string text)
    {
        Fault(text).Code.Should().Be(ErrorCodes.SecretSinkForbidden);
        Compile(Document(text), Sink).Should().NotBeNull();
        Compile(Document(text), new ConfigField("t") { IsCredential = true }).Should().NotBeNull();
    }

    [Theory]
    [InlineData("{{secrets.apiKey}}", "p@ss/\"1\"")]
    [InlineData("Bearer {{secrets.apiKey}}", "p@ss/\"1\"")]
    public void A_secret_that_goes_in_is_told(string text, string secret)
    {
        var rendered = Render(text, Given, Sink);
        rendered.ValueText().Should().Be(text.Replace("{{secrets.apiKey}}", secret, StringComparison.Ordinal));
        rendered.Secrets.Should().Equal(secret);
    }

    [Fact]
    public void What_functions_made_of_a_secret_is_told_and_the_finished_text_too()
    {
        const string Text = "Basic {{function.base64.encode(function.string.replace('U:P', 'P', secrets.apiKey))}}";
        var rendered = Render(Text, Given, Sink);
        var encoded = Convert.ToBase64String(Encoding.UTF8.GetBytes("U:p@ss/\"1\""));
        rendered.ValueText().Should().Be("Basic " + encoded);
        rendered.Secrets.Should().Equal("p@ss/\"1\"", "U:p@ss/\"1\"", encoded, "Basic " + encoded);
    }

    [Fact]
    public void Every_text_in_what_a_host_makes_of_a_secret_is_told()
    {
        var template = Compile(
            Source(Document("{{function.wrap(secrets.apiKey)}}"), Sink),
            new TemplateFunction("wrap", call => new JsonObject { ["k"] = new JsonArray("x" + call.Arguments[0], 12345) }));
        template.Render(Given).Secrets.Should().Contain(["p@ss/\"1\"", "xp@ss/\"1\"", "12345"]);
    }

    [Fact]
    public void A_secret_that_does_not_exist_ends_the_delivery()
    {
        var failure = Render("{{secrets.nothing}}", Given, Sink).Failure!.Value;
        failure.Code.Should().Be(ErrorCodes.TemplateUnresolved);
        failure.Field.Should().Be("config.t");
        failure.Message.Should().Contain("'secrets.nothing'");
    }

    [Theory]
    [InlineData("{\"t\":\"written-out\"}")]
    [InlineData("{\"t\":\"written-out\",\"u\":\"{{payload.user}}\"}")]
    public void A_credential_that_is_written_out_is_told_always(string document) =>
        Compile(document, new ConfigField("t") { IsCredential = true }).Render(Given).Secrets.Should().Equal("written-out");

    [Fact]
    public void The_finished_text_of_a_credential_is_told() =>
        Render("id-{{payload.user}}", Given, new ConfigField("t") { IsCredential = true }).Secrets.Should().Equal("id-ann");

    [Fact]
    public void Where_no_secret_went_in_none_is_told() => Render("{{payload.user}}", Given, Sink).Secrets.Should().BeEmpty();

    [Fact]
    public void A_whole_url_that_is_a_secret_is_not_encoded()
    {
        ConfigField field = new("t") { IsCredential = true, AllowsSecrets = true, Encoding = FieldEncoding.Url };
        Render("{{secrets.hook}}", Given, field).ValueText().Should().Be("https://h.test/T0/B0?x=1&y=2");
        Render("{{global.hook}}", Given, field).ValueText().Should().Be("https://h.test/a/b?c=d");
        Render("{{payload.user}}/", Given, field).ValueText().Should().Be("ann/");
        Render("{{global.ofData}}", Given, field).ValueText().Should().Be("ann%2F..");
        Render("{{secrets.hook}}", Given, field with { IsCredential = false }).ValueText().Should().StartWith("https%3A%2F%2F");
        Render("x/{{secrets.hook}}", Given, field).ValueText().Should().StartWith("x/https%3A%2F%2F");
    }

    [Fact]
    public void A_secret_that_cannot_be_opened_is_an_exception_and_the_next_rendering_is_whole()
    {
        var foreign = Context(Event("{}"), TamperedSecret());
        var template = Compile(Document("{{secrets.apiKey}}"), Sink);
        template.Invoking(t => t.Render(foreign)).Should().Throw<EventBusException>().Which.Code.Should().Be(ErrorCodes.SecretUnreadable);
        template.Render(Given).Secrets.Should().Equal("p@ss/\"1\"");
    }

    private static TemplateSettings TamperedSecret() => new(
        EventBus.Settings.SettingsState.Empty with
        {
            Secrets = EventBus.Settings.SettingsState.Empty.Secrets.Add("apiKey", new EventBus.Settings.Secret("apiKey", new byte[40])),
        },
        new EventBus.Settings.AesGcmSecretProtector(new EventBus.Settings.EncryptionKeyRing(new EventBus.Settings.EncryptionKey("k", new byte[32]))));
}
