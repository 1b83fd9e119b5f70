using System.Text.Json;
using InsideLabs.EventBus.Adapters.Email;
using InsideLabs.EventBus.Errors;

namespace InsideLabs.EventBus.Adapters.Tests.Email;

/// <summary>Configs and settings as they are judged when they are written.</summary>
public sealed class EmailConfigTests
{
    private const string Rest = "\"from\":{\"email\":\"noreply@example.com\"},\"subject\":\"s\",\"text\":\"t\"}";

    [Theory]
    [InlineData(EmailFixture.Config)]
    [InlineData("""{"personalizations":[{"to":[{"email":"{{interaction.email}}","name":"{{interaction.name}}"}],"dynamic_template_data":{"userName":"{{interaction.name}}"}}],"from":{"email":"noreply@example.com"},"template_id":"d-template-id"}""")]
    [InlineData("""{"to":"{{interaction.email}}","subject":"Order {{interaction.orderId}} confirmed","body":"Hi {{interaction.name}}, your order is ready."}""")]
    [InlineData("""{"to":["a@b","{{x}}",{"email":"c@d","name":"C"}],"subject":"s","html":"<p>{{x}}</p>"}""")]
    [InlineData("""{"to":{"email":"{{x}}@example.com"},"subject":"s","text":"t","html":"h","reply_to":"r@example.com","strict":true}""")]
    [InlineData("""{"personalizations":[{"to":[{"email":"a@b"}],"cc":[{"email":"c@d"}],"bcc":[{"email":"e@f"}],"subject":"1","headers":{"X-A":"{{x}}"},"custom_args":{"a":"b"}},{"to":[{"email":"g@h"}],"subject":"2"}],"from":{"email":"f@g"},"text":"t"}""")]
    [InlineData("""{"personalizations":"{{interaction.people}}","text":"t"}""")]
    [InlineData("""{"personalizations":[{"to":"{{interaction.people}}","dynamic_template_data":"{{interaction}}"}],"template_id":"{{global.template}}"}""")]
    [InlineData("""{"to":"a@b","template_id":"d-1","attachments":[{"content":"aGk=","filename":"a.txt","type":"text/plain","disposition":"inline","content_id":"c"},{"content":"{{interaction.pdf}}","filename":"{{interaction.name}}.pdf"}],"categories":["a","{{x}}"],"headers":{"X-A":"b"},"custom_args":{"x":"{{y}}"},"send_at":1775649600}""")]
    [InlineData("""{"to":"a@b","subject":"s","text":"t","cc":null,"send_at":"{{interaction.at}}","html":null}""", "config.cc")]
    public void A_good_config_has_no_fault(string config, string? unknown = null) =>
        EmailFixture.Validate(config).Should().Equal(unknown is null ? [] : [(unknown, ErrorCodes.PropertyUnknown)]);

    [Theory]
    [InlineData("[]", "config", ErrorCodes.TypeMismatch)]
    [InlineData("{" + Rest, "config.personalizations", ErrorCodes.FieldRequired)]
    [InlineData("{\"personalizations\":[]," + Rest, "config.personalizations", ErrorCodes.FieldRequired)]
    [InlineData("{\"personalizations\":{}," + Rest, "config.personalizations", ErrorCodes.TypeMismatch)]
    [InlineData("{\"personalizations\":[7]," + Rest, "config.personalizations[0]", ErrorCodes.TypeMismatch)]
    [InlineData("{\"personalizations\":[{}]," + Rest, "config.personalizations[0].to", ErrorCodes.FieldRequired)]
    [InlineData("{\"personalizations\":[{\"to\":[]}]," + Rest, "config.personalizations[0].to", ErrorCodes.FieldRequired)]
    [InlineData("{\"personalizations\":[{\"to\":[{}]}]," + Rest, "config.personalizations[0].to[0].email", ErrorCodes.FieldRequired)]
    [InlineData("{\"personalizations\":[{\"to\":[{\"email\":7}]}]," + Rest, "config.personalizations[0].to[0].email", ErrorCodes.TypeMismatch)]
    [InlineData("{\"personalizations\":[{\"to\":[{\"email\":\"x\"}]}]," + Rest, "config.personalizations[0].to[0].email", ErrorCodes.AddressInvalid)]
    [InlineData("{\"personalizations\":[{\"to\":[{\"email\":\"a@b\",\"phone\":1}]}]," + Rest, "config.personalizations[0].to[0].phone", ErrorCodes.PropertyUnknown)]
    [InlineData("{\"personalizations\":[{\"to\":[{\"email\":\"a@b\",\"name\":\"{{x}}\\nY\"}]}]," + Rest, "config.personalizations[0].to[0].name", ErrorCodes.HeaderValueInvalid)]
    [InlineData("{\"personalizations\":[{\"to\":[\"a@b\"],\"cc\":[\"x\"]}]," + Rest, "config.personalizations[0].cc[0]", ErrorCodes.AddressInvalid)]
    [InlineData("{\"personalizations\":[{\"to\":[\"a@b\"],\"subject\":\"a\\r\\nb\"}]," + Rest, "config.personalizations[0].subject", ErrorCodes.HeaderValueInvalid)]
    [InlineData("{\"personalizations\":[{\"to\":[\"a@b\"],\"dynamic_template_data\":[]}]," + Rest, "config.personalizations[0].dynamic_template_data", ErrorCodes.TypeMismatch)]
    [InlineData("{\"personalizations\":[{\"to\":[\"a@b\"],\"from\":{}}]," + Rest, "config.personalizations[0].from", ErrorCodes.PropertyUnknown)]
    [InlineData("{\"to\":\"a@b\",\"personalizations\":[]," + Rest, "config.to", ErrorCodes.ConfigInvalid)]
    [InlineData("{\"to\":\"a@b,c@d\"," + Rest, "config.to", ErrorCodes.AddressInvalid)]
    [InlineData("{\"to\":[]," + Rest, "config.to", ErrorCodes.FieldRequired)]
    [InlineData("{\"to\":[null]," + Rest, "config.to[0]", ErrorCodes.TypeMismatch)]
    [InlineData("{\"to\":\"a@b\",\"body\":\"b\"," + Rest, "config.body", ErrorCodes.ConfigInvalid)]
    [InlineData("{\"to\":\"a@b\",\"content\":[]," + Rest, "config.content", ErrorCodes.PropertyUnknown)]
    [InlineData("{\"to\":\"a@b\",\"reply_to\":{\"name\":\"x\"}," + Rest, "config.reply_to.email", ErrorCodes.FieldRequired)]
    [InlineData("{\"to\":\"a@b\",\"text\":\"t\"}", "config.subject", ErrorCodes.FieldRequired)]
    [InlineData("{\"to\":\"a@b\",\"subject\":\"s\"}", "config.text", ErrorCodes.FieldRequired)]
    [InlineData("{\"to\":\"a@b\",\"subject\":\"\",\"text\":\"t\"}", "config.subject", ErrorCodes.ConfigInvalid)]
    [InlineData("{\"to\":\"a@b\",\"template_id\":\"\"}", "config.template_id", ErrorCodes.ConfigInvalid)]
    [InlineData("{\"to\":\"a@b\",\"template_id\":\"d\\n{{x}}\"}", "config.template_id", ErrorCodes.HeaderValueInvalid)]
    [InlineData("{\"to\":\"a@b\",\"subject\":\"s\",\"text\":\"\"}", "config.text", ErrorCodes.ConfigInvalid)]
    [InlineData("{\"to\":\"a@b\",\"subject\":\"s\",\"html\":7}", "config.html", ErrorCodes.TypeMismatch)]
    [InlineData("{\"to\":\"a@b\",\"strict\":\"{{x}}y\"," + Rest, null, null)]
    [InlineData("{\"to\":\"a@b\",\"strict\":1," + Rest, "config.strict", ErrorCodes.TypeMismatch)]
    [InlineData("{\"to\":\"a@b\",\"send_at\":1.5," + Rest, "config.send_at", ErrorCodes.TypeMismatch)]
    [InlineData("{\"to\":\"a@b\",\"send_at\":\"soon\"," + Rest, "config.send_at", ErrorCodes.TypeMismatch)]
    [InlineData("{\"to\":\"a@b\",\"categories\":[\"\"]," + Rest, "config.categories[0]", ErrorCodes.ConfigInvalid)]
    [InlineData("{\"to\":\"a@b\",\"categories\":[1,\"2\"]," + Rest, "config.categories[0]", ErrorCodes.TypeMismatch)]
    [InlineData("{\"to\":\"a@b\",\"categories\":[\"1\",\"2\",\"3\",\"4\",\"5\",\"6\",\"7\",\"8\",\"9\",\"10\",\"11\"]," + Rest, "config.categories", ErrorCodes.ConfigInvalid)]
    [InlineData("{\"to\":\"a@b\",\"headers\":{\"Subject\":\"x\"}," + Rest, "config.headers.Subject", ErrorCodes.ConfigInvalid)]
    [InlineData("{\"to\":\"a@b\",\"headers\":{\"bcc\":\"x\"}," + Rest, "config.headers.bcc", ErrorCodes.ConfigInvalid)]
    [InlineData("{\"to\":\"a@b\",\"headers\":{\"X A\":\"x\"}," + Rest, "config.headers.X A", ErrorCodes.ConfigInvalid)]
    [InlineData("{\"to\":\"a@b\",\"headers\":{\"X-A\":\"x\\ny\"}," + Rest, "config.headers.X-A", ErrorCodes.HeaderValueInvalid)]
    [InlineData("{\"to\":\"a@b\",\"headers\":{\"X-A\":7}," + Rest, "config.headers.X-A", ErrorCodes.TypeMismatch)]
    [InlineData("{\"to\":\"a@b\",\"headers\":[]," + Rest, "config.headers", ErrorCodes.TypeMismatch)]
    [InlineData("{\"to\":\"a@b\",\"custom_args\":{\"a\":7}," + Rest, "config.custom_args.a", ErrorCodes.TypeMismatch)]
    [InlineData("{\"to\":\"a@b\",\"attachments\":[{\"filename\":\"f\"}]," + Rest, "config.attachments[0].content", ErrorCodes.FieldRequired)]
    [InlineData("{\"to\":\"a@b\",\"attachments\":[{\"content\":\"aGk=\"}]," + Rest, "config.attachments[0].filename", ErrorCodes.FieldRequired)]
    [InlineData("{\"to\":\"a@b\",\"attachments\":[{\"content\":\"hi!\",\"filename\":\"f\"}]," + Rest, "config.attachments[0].content", ErrorCodes.ConfigInvalid)]
    [InlineData("{\"to\":\"a@b\",\"attachments\":[{\"content\":\"\",\"filename\":\"f\"}]," + Rest, "config.attachments[0].content", ErrorCodes.ConfigInvalid)]
    [InlineData("{\"to\":\"a@b\",\"attachments\":[{\"content\":\"aGk=\",\"filename\":\"f\\r\"}]," + Rest, "config.attachments[0].filename", ErrorCodes.HeaderValueInvalid)]
    [InlineData("{\"to\":\"a@b\",\"attachments\":[{\"content\":\"aGk=\",\"filename\":\"f\",\"disposition\":\"x\"}]," + Rest, "config.attachments[0].disposition", ErrorCodes.ConfigInvalid)]
    [InlineData("{\"to\":\"a@b\",\"attachments\":[{\"content\":\"aGk=\",\"filename\":\"f\",\"size\":1}]," + Rest, "config.attachments[0].size", ErrorCodes.PropertyUnknown)]
    public void A_bad_config_names_field_and_code(string config, string? field, string? code) =>
        EmailFixture.Validate(config).Should().Equal(field is null ? [] : [(field, code!)]);

    [Fact]
    public void Every_fault_is_named_at_once() => EmailFixture.Validate(
            """
            {"personalizations":[{"to":[{"email":"x"},{"name":"a\nb"}],"cc":7},{"bcc":[]}],"from":{"email":"a b@c"},"reply_to":"","subject":"a\rb",
             "html":1,"attachments":[{}],"categories":"c","headers":{"To":"x"},"send_at":-1,"strict":"yes","templateId":"d"}
            """).Should().Equal(
        ("config.personalizations[0].to[0].email", ErrorCodes.AddressInvalid),
        ("config.personalizations[0].to[1].email", ErrorCodes.FieldRequired),
        ("config.personalizations[0].to[1].name", ErrorCodes.HeaderValueInvalid),
        ("config.personalizations[0].cc", ErrorCodes.TypeMismatch),
        ("config.personalizations[1].to", ErrorCodes.FieldRequired),
        ("config.from.email", ErrorCodes.AddressInvalid),
        ("config.reply_to", ErrorCodes.AddressInvalid),
        ("config.subject", ErrorCodes.HeaderValueInvalid),
        ("config.html", ErrorCodes.TypeMismatch),
        ("config.attachments[0].content", ErrorCodes.FieldRequired),
        ("config.attachments[0].filename", ErrorCodes.FieldRequired),
        ("config.categories", ErrorCodes.TypeMismatch),
        ("config.headers.To", ErrorCodes.ConfigInvalid),
        ("config.send_at", ErrorCodes.TypeMismatch),
        ("config.strict", ErrorCodes.TypeMismatch),
        ("config.templateId", ErrorCodes.PropertyUnknown));

    [Theory]
    [InlineData(1000, true)]
    [InlineData(1001, false)]
    public void A_mail_has_at_most_1000_recipients_copies_included(int recipients, bool accepted)
    {
        var to = string.Join(',', Enumerable.Repeat("\"a@b\"", recipients - 1));
        EmailFixture.Validate("{\"personalizations\":[{\"to\":[" + to + "],\"bcc\":[\"c@d\"]}]," + Rest)
            .Should().Equal(accepted ? [] : [("config.personalizations", ErrorCodes.ConfigInvalid)]);
    }

    [Theory]
    [InlineData("{\"apiKey\":\"SG.x\"}")]
    [InlineData("{\"apiKey\":\"{{secrets.sendgrid}}\",\"apiUrl\":\"https://api.eu.sendgrid.com\",\"from\":{\"email\":\"a@b\",\"name\":\"A\"}}")]
    [InlineData("{\"apiKey\":\"x\",\"apiUrl\":\"{{global.mail}}\",\"from\":\"a@b\"}")]
    public void Good_settings_have_no_fault(string settings) => EmailFixture.ValidateSettings(settings).Should().BeEmpty();

    [Theory]
    [InlineData("{}", "settings.apiKey", ErrorCodes.FieldRequired)]
    [InlineData("{\"apiKey\":\"\"}", "settings.apiKey", ErrorCodes.HeaderValueInvalid)]
    [InlineData("{\"apiKey\":\"a b\"}", "settings.apiKey", ErrorCodes.HeaderValueInvalid)]
    [InlineData("{\"apiKey\":\"a\\r\\nX: 1\"}", "settings.apiKey", ErrorCodes.HeaderValueInvalid)]
    [InlineData("{\"apiKey\":7}", "settings.apiKey", ErrorCodes.TypeMismatch)]
    [InlineData("{\"apiKey\":\"x\",\"apiUrl\":\"http://api.sendgrid.com\"}", "settings.apiUrl", ErrorCodes.HttpsRequired)]
    [InlineData("{\"apiKey\":\"x\",\"apiUrl\":\"https://127.0.0.1\"}", "settings.apiUrl", ErrorCodes.DestinationBlocked)]
    [InlineData("{\"apiKey\":\"x\",\"apiUrl\":\"{{interaction.url}}\"}", "settings.apiUrl", ErrorCodes.ConfigInvalid)]
    [InlineData("{\"apiKey\":\"x\",\"apiUrl\":7}", "settings.apiUrl", ErrorCodes.TypeMismatch)]
    [InlineData("{\"apiKey\":\"x\",\"from\":{\"email\":\"x\"}}", "settings.from.email", ErrorCodes.AddressInvalid)]
    [InlineData("{\"apiKey\":\"x\",\"from\":{\"mail\":\"a@b\",\"email\":\"a@b\"}}", "settings.from.mail", ErrorCodes.PropertyUnknown)]
    [InlineData("{\"apiKey\":\"x\",\"url\":\"y\"}", "settings.url", ErrorCodes.PropertyUnknown)]
    public void Bad_settings_name_field_and_code(string settings, string field, string code) =>
        EmailFixture.ValidateSettings(settings).Should().Equal((field, code));

    [Fact]
    public void A_fault_shows_no_key()
    {
        var faults = new FaultList();
        using var document = JsonDocument.Parse("{\"apiKey\":\"hunter2 x\"}");
        EmailFixture.Adapter().ValidateSettings(document.RootElement, faults);
        faults.Should().ContainSingle().Which.Message.Should().NotContain("hunter2");
    }

    [Fact]
    public void The_schemas_name_the_properties_that_are_read()
    {
        using var schema = JsonDocument.Parse(EmailFixture.Adapter().ConfigSchema);
        var properties = schema.RootElement.GetProperty("properties");
        Names(schema.RootElement).Should().BeEquivalentTo(EmailConfigReader.Properties);
        Names(properties.GetProperty("personalizations").GetProperty("items")).Should().BeEquivalentTo(EmailRecipients.Properties);
        Names(properties.GetProperty("attachments").GetProperty("items")).Should().BeEquivalentTo(EmailAttachments.Properties);
        Names(schema.RootElement.GetProperty("$defs").GetProperty("address").GetProperty("anyOf")[1]).Should().BeEquivalentTo(EmailAddresses.Properties);

        using var settings = JsonDocument.Parse(EmailFixture.Adapter().SettingsSchema);
        Names(settings.RootElement).Should().BeEquivalentTo(EmailSettingsReader.Properties);
        foreach (var each in new[] { schema, settings })
        {
            each.RootElement.GetProperty("$schema").GetString().Should().Be("https://json-schema.org/draft/2020-12/schema");
        }
    }

    [Fact]
    public void The_fields_say_what_is_special_about_them()
    {
        IDeliveryAdapter adapter = EmailFixture.Adapter();
        var fields = adapter.ConfigFields;
        foreach (var path in new[] { "to", "to[]", "to.email", "to[].email", "from.email", "personalizations[].to[].email" })
        {
            fields.Of(path).Should().Be(new ConfigField(path) { IsRequired = true, SingleLineCode = ErrorCodes.AddressInvalid });
        }

        fields.Of("personalizations[].cc[].email").Should().Match<ConfigField>(f => !f.IsRequired && f.SingleLineCode == ErrorCodes.AddressInvalid);
        foreach (var path in new[] { "subject", "personalizations[].subject", "from.name", "personalizations[].to[].name", "headers.X-A" })
        {
            fields.Of(path).SingleLineCode.Should().Be(ErrorCodes.HeaderValueInvalid, path);
        }

        fields.Of("html").Encoding.Should().Be(FieldEncoding.Html);
        fields.Of("text").Should().Be(new ConfigField(string.Empty));
        fields.All.Should().NotContain(f => f.AllowsSecrets || f.IsCredential, "what is mailed reaches people");
        adapter.SettingsFields.All.Where(f => f.IsCredential).Select(f => f.Path).Should().Equal("apiKey");
        (adapter.NeedsSettings, adapter.Signs, adapter.AttemptTimeout, adapter.Name).Should().Be((true, false, null, "adapter:email"));
    }

    private static IEnumerable<string> Names(JsonElement schema) => schema.GetProperty("properties").EnumerateObject().Select(p => p.Name);
}
