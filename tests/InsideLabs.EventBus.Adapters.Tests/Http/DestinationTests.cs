using System.Text;
using InsideLabs.EventBus.Adapters.Tests.Email;
using InsideLabs.EventBus.Adapters.Tests.Receivers;
using InsideLabs.EventBus.Adapters.Tests.Slack;
using InsideLabs.EventBus.Adapters.Tests.Webhook;

namespace InsideLabs.EventBus.Adapters.Tests.Http;

/// <summary>What shares a circuit: scheme, host and port of where a request goes, and nothing else of it.</summary>
public sealed class DestinationTests
{
    private const string SendGrid = "https://api.sendgrid.com:443";

    private const string SlackApi = "https://slack.com:443";

    [Theory]
    [InlineData("https://example.com/hooks", "https://example.com:443")]
    [InlineData("https://example.com:443/other?a=1", "https://example.com:443")]
    [InlineData("https://example.com:8443/", "https://example.com:8443")]
    [InlineData("http://example.com", "http://example.com:80")]
    [InlineData("http://example.com:443/", "http://example.com:443")]
    [InlineData("HTTPS://EXAMPLE.com/Hooks", "https://example.com:443")]
    [InlineData("https://bücher.example/", "https://xn--bcher-kva.example:443")]
    [InlineData("https://xn--bcher-kva.example/", "https://xn--bcher-kva.example:443")]
    [InlineData("https://BÜCHER.example/", "https://xn--bcher-kva.example:443")]
    [InlineData("https://8.8.8.8/", "https://8.8.8.8:443")]
    [InlineData("https://[2606:4700::1111]/hooks", "https://[2606:4700::1111]:443")]
    [InlineData("https://example.com./hooks", "https://example.com:443")]
    public void A_webhook_s_destination_is_scheme_host_and_port_of_its_url(string url, string destination)
    {
        var adapter = WebhookFixture.Adapter();
        var constant = WebhookFixture.Request(url);

        adapter.DestinationOf(constant).Should().Be(destination);
        adapter.DestinationOf(Rendered(constant.Subscription.Config)).Should().Be(destination, "a rendered config goes to the same place");
    }

    [Fact]
    public void A_webhook_with_templates_goes_where_the_rendered_url_says()
    {
        var written = WebhookFixture.SubscriptionWith("""{"adapter":"adapter:webhook","url":"https://example.com/{{payload.path}}"}""");
        var adapter = WebhookFixture.Adapter();
        string? Of(string url) => adapter.DestinationOf(new DeliveryRequest
        {
            DeliveryId = Guid.Parse("019646A0-0000-7000-8000-0000000000BB"),
            Attempt = 1,
            Config = Encoding.UTF8.GetBytes($$"""{"headers":{"url":"https://decoy.example"},"adapter":"adapter:webhook","url":"{{url}}"}"""),
            Occurrence = OutboundFixture.Event(),
            Subscription = written,
        });

        Of("https://example.com/a").Should().Be("https://example.com:443");
        Of("https://example.com:8443/b").Should().Be("https://example.com:8443");
    }

    [Theory]
    [InlineData("""{"adapter":"adapter:webhook"}""")]
    [InlineData("""{"adapter":"adapter:webhook","url":null}""")]
    [InlineData("""{"adapter":"adapter:webhook","url":7}""")]
    [InlineData("""{"adapter":"adapter:webhook","url":"no url"}""")]
    [InlineData("""{"adapter":"adapter:webhook","url":""}""")]
    [InlineData("""{"adapter":"adapter:webhook","headers":{"url":"https://example.com"}}""")]
    public void A_webhook_without_a_url_to_go_to_has_no_destination(string config) =>
        WebhookFixture.Adapter().DestinationOf(Rendered(Encoding.UTF8.GetBytes(config))).Should().BeNull();

    [Theory]
    [InlineData(null, SendGrid)]
    [InlineData("""{"apiKey":"SG.x"}""", SendGrid)]
    [InlineData("""{"apiKey":"SG.x","apiUrl":"https://mail.example"}""", "https://mail.example:443")]
    [InlineData("""{"apiUrl":"https://Mail.Example:8443/v3/mail/send","apiKey":"SG.x"}""", "https://mail.example:8443")]
    public void Mails_go_to_the_service_of_the_settings(string? settings, string destination) =>
        EmailFixture.Adapter().DestinationOf(EmailFixture.Request(settings)).Should().Be(destination);

    [Theory]
    [InlineData("""{"webhookUrl":"https://hooks.slack.com/services/T0/B0/x","text":"hi"}""", null, "https://hooks.slack.com:443")]
    [InlineData("""{"text":"hi","webhookUrl":"https://HOOKS.slack.com/services/T0/B0/x"}""", """{"apiUrl":"https://slack.example/api"}""", "https://hooks.slack.com:443")]
    [InlineData("""{"channel":"C0123456789","text":"hi"}""", null, SlackApi)]
    [InlineData("""{"channel":"C0123456789","text":"hi"}""", """{"botToken":"xoxb-1"}""", SlackApi)]
    [InlineData("""{"channel":"C0123456789","text":"hi"}""", """{"apiUrl":"https://slack.example:8443/api"}""", "https://slack.example:8443")]
    public void Messages_go_to_the_incoming_webhook_or_to_the_api(string config, string? settings, string destination) =>
        SlackFixture.Adapter().DestinationOf(SlackFixture.Request(config, settings)).Should().Be(destination);

    /// <summary>As if it had held templates.</summary>
    private static DeliveryRequest Rendered(ReadOnlyMemory<byte> config) =>
        OutboundFixture.Request(AdapterNames.Webhook, Encoding.UTF8.GetString(config.Span), settings: null);
}
