using InsideLabs.EventBus.Adapters;
using InsideLabs.EventBus.Errors;
using static InsideLabs.EventBus.Tests.Rendering.TemplateSamples;

namespace InsideLabs.EventBus.Tests.Rendering;

public sealed class FieldTests
{
    private static readonly ConfigField Url = new("t") { Encoding = FieldEncoding.Url };

    private static readonly ConfigField Html = new("t") { Encoding = FieldEncoding.Html };

    private static readonly Rendering Data = new(
        """{"text":"a b/ü?&=\"<'>+%\n","safe":"aZ09-_.~","number":1e+5,"list":["<"],"yes":true,"none":null,"breaks":{"cr":"a\rb","lf":"a\nb","nul":"a\u0000b","hex":"a\u000Ab","ok":"a\\nb"}}""");

    [Theory]
    [InlineData("https://h.test/{{payload.text}}?q={{payload.safe}}", "https://h.test/a%20b%2F%C3%BC%3F%26%3D%22%3C%27%3E%2B%25%0A?q=aZ09-_.~")]
    [InlineData("/{{payload.number}}/{{payload.yes}}/{{payload.none}}/{{payload.list}}", "/1e%2B5/true//%5B%22%3C%22%5D")]
    [InlineData("{{payload.text}}", "a%20b%2F%C3%BC%3F%26%3D%22%3C%27%3E%2B%25%0A")]
    [InlineData("{{payload.number}}", "1e%2B5")]
    [InlineData("{{payload.none}}", "")]
    [InlineData("{{function.string.upper(payload.text)}}", "A%20B%2F%C3%9C%3F%26%3D%22%3C%27%3E%2B%25%0A")]
    public void Values_in_a_url_are_percent_encoded(string text, string expected) => Data.Render(text, Url).Should().Be(expected);

    [Theory]
    [InlineData("<p title='x'>{{payload.text}}</p>", "<p title='x'>a b/ü?&amp;=&quot;&lt;&#39;&gt;+%\n</p>")]
    [InlineData("{{payload.text}}", "a b/ü?&amp;=&quot;&lt;&#39;&gt;+%\n")]
    [InlineData("{{payload.list}}", "[&quot;&lt;&quot;]")]
    [InlineData("{{payload.number}}", "1e+5")]
    [InlineData("{{function.string.trim(payload.text)}}", "a b/ü?&amp;=&quot;&lt;&#39;&gt;+%")]
    public void Values_in_html_are_escaped(string text, string expected) => Data.Render(text, Html).Should().Be(expected);

    [Theory]
    [InlineData("{{payload.breaks.cr}}")]
    [InlineData("x {{payload.breaks.lf}}")]
    [InlineData("{{payload.breaks.hex}}")]
    [InlineData("{{payload.breaks.nul}}")]
    [InlineData("{{function.string.upper(payload.breaks.cr)}}")]
    [InlineData("{{function.string.join(function.string.split(payload.breaks.lf, 'x'), ',')}} y")]
    public void A_line_break_in_a_field_of_one_line_ends_the_delivery(string text)
    {
        var failure = Compile(Document(text), new ConfigField("t") { SingleLineCode = ErrorCodes.AddressInvalid }).Render(Data.Context).Failure!.Value;
        failure.Code.Should().Be(ErrorCodes.AddressInvalid);
        failure.Field.Should().Be("config.t");
        failure.Message.Should().Be("The rendered text holds CR, LF or NUL, which may not stand here.");
    }

    [Theory]
    [InlineData("{{payload.breaks.ok}}")]
    [InlineData("{{payload.safe}}")]
    [InlineData("{{payload.none}}")]
    [InlineData("{{payload.number}}")]
    public void Other_values_may_stand_in_a_field_of_one_line(string text) =>
        Compile(Document(text), new ConfigField("t") { SingleLineCode = ErrorCodes.AddressInvalid }).Render(Data.Context).Failure.Should().BeNull();

    [Fact]
    public void A_url_encoded_line_break_is_none() =>
        Data.Render("{{payload.breaks.cr}}", Url with { SingleLineCode = ErrorCodes.UrlMalformed }).Should().Be("a%0Db");

    [Theory]
    [InlineData("headers.*", """{"headers":{"X-A":"{{payload.breaks.cr}}"}}""", "config.headers.X-A")]
    [InlineData("headers.*", """{"headers":{"X.A[0]":"{{payload.breaks.cr}}"}}""", "config.headers.X.A[0]")]
    [InlineData("to[].email", """{"to":[{},{"email":"{{payload.breaks.cr}}"}]}""", "config.to[1].email")]
    [InlineData("p[].to[].email", """{"p":[{"to":[{"email":"{{payload.breaks.cr}}"}]}]}""", "config.p[0].to[0].email")]
    [InlineData("tags[]", """{"tags":["a","{{payload.breaks.cr}}"]}""", "config.tags[1]")]
    public void Fields_are_found_by_their_paths(string path, string document, string field) =>
        Compile(document, new ConfigField(path) { SingleLineCode = ErrorCodes.HeaderValueInvalid }).Render(Data.Context).Failure!.Value
            .Should().BeEquivalentTo(new { Field = field, Code = ErrorCodes.HeaderValueInvalid });

    [Theory]
    [InlineData("{{payload.missing}}")]
    [InlineData("x {{payload.missing}}")]
    [InlineData("{{function.string.upper(payload.missing)}}")]
    [InlineData("{{function.date.format(payload.missing, 'd')}}")]
    public void A_value_that_is_needed_and_missing_ends_the_delivery(string text)
    {
        var needed = Render(text, Data.Context, new ConfigField("t") { IsRequired = true }).Failure!.Value;
        var strict = Render(text, Data.Context with { IsStrict = true }).Failure!.Value;
        needed.Should().Be(strict);
        needed.Field.Should().Be("config.t");
        needed.Code.Should().Be(ErrorCodes.TemplateUnresolved);
        needed.Message.Should().Contain("'payload.missing'");
    }

    [Theory]
    [InlineData("{{payload.none}}", "null")]
    [InlineData("{{function.string.default(payload.missing, 'x')}}", "\"x\"")]
    [InlineData("{{function.string.default(payload.none, 'x')}}", "\"x\"")]
    [InlineData("{{function.string.default(function.string.upper(payload.missing), 'x')}}", "\"x\"")]
    [InlineData("{{function.string.default(payload.safe, payload.missing)}}", "\"aZ09-_.~\"")]
    public void A_null_that_is_there_and_a_fallback_are_values(string text, string expected) =>
        Value(text, Data.Context with { IsStrict = true }, new ConfigField("t") { IsRequired = true }).Should().Be(expected);

    private sealed class Rendering(string payload)
    {
        public EventBus.Rendering.TemplateContext Context { get; } = TemplateSamples.Context(Event(payload));

        public string Render(string text, ConfigField field) => TemplateSamples.Render(text, Context, field).ValueText();
    }
}
