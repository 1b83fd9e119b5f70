using System.Text.Json;
using InsideLabs.EventBus.Adapters.Slack;
using InsideLabs.EventBus.Errors;

namespace InsideLabs.EventBus.Adapters.Tests.Slack;

/// <summary>Configs and settings as they are judged when they are written.</summary>
public sealed class SlackConfigTests
{
    private const string Hook = "{\"webhookUrl\":\"https://hooks.slack.com/services/T/B/X\"";

    [Theory]
    [InlineData(Hook + ",\"text\":\"hi\"}")]
    [InlineData(Hook + ",\"blocks\":[{\"type\":\"section\",\"text\":{\"type\":\"mrkdwn\",\"text\":\"*{{interaction.name}}*\"}}]}")]
    [InlineData("{\"webhookUrl\":\"{{secrets.slack}}\",\"text\":\"{{interaction.text}}\",\"username\":\"Shop\",\"icon_emoji\":\":bell:\",\"unfurl_links\":false}")]
    [InlineData("{\"webhookUrl\":\"https://hooks.slack.com/services/{{secrets.slack}}\",\"blocks\":[{\"type\":\"{{global.type}}\"}],\"attachments\":null}")]
    [InlineData("{\"adapter\":\"adapter:slack\",\"channel\":\"#orders\",\"text\":\"hi\",\"thread_ts\":\"1.2\",\"reply_broadcast\":true,\"strict\":true}")]
    [InlineData("{\"channel\":\"{{interaction.channel}}\",\"token\":\"{{secrets.bot}}\",\"attachments\":[{\"fallback\":\"hi\"}],\"text\":null}")]
    public void A_good_config_has_no_fault(string config) => SlackFixture.Validate(config).Should().BeEmpty();

    [Theory]
    [InlineData("[]", "config", ErrorCodes.TypeMismatch)]
    [InlineData("{\"text\":\"hi\"}", "config.webhookUrl", ErrorCodes.FieldRequired)]
    [InlineData("{\"channel\":null,\"text\":\"hi\"}", "config.channel", ErrorCodes.FieldRequired)]
    [InlineData("{\"channel\":\"\",\"text\":\"hi\"}", "config.channel", ErrorCodes.ConfigInvalid)]
    [InlineData("{\"channel\":7,\"text\":\"hi\"}", "config.channel", ErrorCodes.TypeMismatch)]
    [InlineData(Hook + ",\"channel\":\"C1\",\"text\":\"hi\"}", "config.channel", ErrorCodes.ConfigInvalid)]
    [InlineData(Hook + ",\"token\":\"x\",\"text\":\"hi\"}", "config.token", ErrorCodes.ConfigInvalid)]
    [InlineData("{\"channel\":\"C1\",\"token\":\"a b\",\"text\":\"hi\"}", "config.token", ErrorCodes.HeaderValueInvalid)]
    [InlineData("{\"webhookUrl\":7,\"text\":\"hi\"}", "config.webhookUrl", ErrorCodes.TypeMismatch)]
    [InlineData("{\"webhookUrl\":\"http://hooks.slack.com/x\",\"text\":\"hi\"}", "config.webhookUrl", ErrorCodes.HttpsRequired)]
    [InlineData("{\"webhookUrl\":\"https://127.0.0.1/x\",\"text\":\"hi\"}", "config.webhookUrl", ErrorCodes.DestinationBlocked)]
    [InlineData("{\"webhookUrl\":\"https://{{secrets.host}}/x\",\"text\":\"hi\"}", "config.webhookUrl", ErrorCodes.UrlTemplateInHost)]
    [InlineData("{\"webhookUrl\":\"{{interaction.url}}\",\"text\":\"hi\"}", "config.webhookUrl", ErrorCodes.ConfigInvalid)]
    [InlineData(Hook + "}", "config.text", ErrorCodes.FieldRequired)]
    [InlineData(Hook + ",\"text\":\"\",\"blocks\":[]}", "config.text", ErrorCodes.FieldRequired)]
    [InlineData(Hook + ",\"text\":7}", "config.text", ErrorCodes.TypeMismatch)]
    [InlineData(Hook + ",\"blocks\":{}}", "config.blocks", ErrorCodes.TypeMismatch)]
    [InlineData(Hook + ",\"blocks\":[\"x\"]}", "config.blocks[0]", ErrorCodes.TypeMismatch)]
    [InlineData(Hook + ",\"attachments\":[7]}", "config.attachments[0]", ErrorCodes.TypeMismatch)]
    [InlineData(Hook + ",\"text\":\"hi\",\"username\":7}", "config.username", ErrorCodes.TypeMismatch)]
    [InlineData(Hook + ",\"text\":\"hi\",\"mrkdwn\":\"no\"}", "config.mrkdwn", ErrorCodes.TypeMismatch)]
    [InlineData(Hook + ",\"text\":\"hi\",\"parse\":\"full\"}", "config.parse", ErrorCodes.PropertyUnknown)]
    [InlineData(Hook + ",\"text\":\"hi\",\"link_names\":true}", "config.link_names", ErrorCodes.PropertyUnknown)]
    [InlineData(Hook + ",\"txt\":\"hi\",\"text\":\"hi\"}", "config.txt", ErrorCodes.PropertyUnknown)]
    public void A_bad_config_names_field_and_code(string config, string field, string code) =>
        SlackFixture.Validate(config).Should().Equal((field, code));

    [Fact]
    public void Every_fault_is_named_at_once() => SlackFixture.Validate(
            """{"webhookUrl":"ftp://x/","channel":"C1","text":1,"blocks":[1],"icon_url":2,"unfurl_media":3,"strict":4,"as_user":true}""").Should().Equal(
        ("config.webhookUrl", ErrorCodes.UrlSchemeForbidden),
        ("config.channel", ErrorCodes.ConfigInvalid),
        ("config.text", ErrorCodes.TypeMismatch),
        ("config.blocks[0]", ErrorCodes.TypeMismatch),
        ("config.icon_url", ErrorCodes.TypeMismatch),
        ("config.unfurl_media", ErrorCodes.TypeMismatch),
        ("config.strict", ErrorCodes.TypeMismatch),
        ("config.as_user", ErrorCodes.PropertyUnknown));

    [Theory]
    [InlineData(40_000, 50, 100, null)]
    [InlineData(40_001, 50, 100, "config.text")]
    [InlineData(1, 51, 100, "config.blocks")]
    [InlineData(1, 50, 101, "config.attachments")]
    public void A_message_has_its_limits(int text, int blocks, int attachments, string? field)
    {
        var config = Hook + ",\"text\":\"" + new string('x', text) + "\",\"blocks\":[" + string.Join(',', Enumerable.Repeat("{}", blocks))
            + "],\"attachments\":[" + string.Join(',', Enumerable.Repeat("{}", attachments)) + "]}";
        SlackFixture.Validate(config).Should().Equal(field is null ? [] : [(field, ErrorCodes.ConfigInvalid)]);
    }

    [Theory]
    [InlineData("{}", null, null)]
    [InlineData("{\"botToken\":\"{{secrets.bot}}\",\"apiUrl\":\"https://slack-gov.com/api\"}", null, null)]
    [InlineData("{\"botToken\":\"a\\nb\"}", "settings.botToken", ErrorCodes.HeaderValueInvalid)]
    [InlineData("{\"botToken\":7}", "settings.botToken", ErrorCodes.TypeMismatch)]
    [InlineData("{\"apiUrl\":\"https://slack.com/x/../api\"}", "settings.apiUrl", ErrorCodes.UrlMalformed)]
    [InlineData("{\"apiUrl\":\"https://10.0.0.1/api\"}", "settings.apiUrl", ErrorCodes.DestinationBlocked)]
    [InlineData("{\"token\":\"x\"}", "settings.token", ErrorCodes.PropertyUnknown)]
    [InlineData("[]", "settings", ErrorCodes.TypeMismatch)]
    public void Settings_are_judged(string settings, string? field, string? code) =>
        SlackFixture.ValidateSettings(settings).Should().Equal(field is null ? [] : [(field, code!)]);

    [Fact]
    public void The_schemas_name_the_properties_that_are_read()
    {
        IDeliveryAdapter adapter = SlackFixture.Adapter();
        using var config = JsonDocument.Parse(adapter.ConfigSchema);
        using var settings = JsonDocument.Parse(adapter.SettingsSchema!);
        Names(config).Should().BeEquivalentTo(SlackConfigReader.Properties);
        Names(settings).Should().BeEquivalentTo(SlackSettings.Properties);
        foreach (var schema in new[] { config, settings })
        {
            schema.RootElement.GetProperty("$schema").GetString().Should().Be("https://json-schema.org/draft/2020-12/schema");
        }

        (adapter.NeedsSettings, adapter.Signs, adapter.AttemptTimeout, adapter.Name).Should().Be((false, false, null, "adapter:slack"));
    }

    [Fact]
    public void The_fields_say_what_is_a_credential_and_where_markup_is_read()
    {
        IDeliveryAdapter adapter = SlackFixture.Adapter();
        adapter.ConfigFields.All.Where(f => f.IsCredential).Select(f => f.Path).Should().Equal("webhookUrl", "token");
        adapter.SettingsFields.All.Where(f => f.IsCredential).Select(f => f.Path).Should().Equal("botToken");
        foreach (var path in new[]
        {
            "text", "blocks[].text.text", "blocks[].fields[].text", "blocks[].elements[].text", "blocks[].elements[].text.text",
            "blocks", "attachments", "blocks[]", "blocks[].elements", "blocks[].accessory.confirm.text.text", "blocks[].hint.text",
            "blocks[].accessory.text.text", "attachments[].text", "attachments[].fields[].value", "attachments[].blocks[].text.text",
        })
        {
            adapter.ConfigFields.Of(path).Encoding.Should().Be(FieldEncoding.Markup, path);
        }

        adapter.ConfigFields.Of("blocks[].accessory.image_url").Encoding.Should().Be(FieldEncoding.Json);
    }

    private static IEnumerable<string> Names(JsonDocument schema) => schema.RootElement.GetProperty("properties").EnumerateObject().Select(p => p.Name);
}
