using System.Text;
using InsideLabs.EventBus.Adapters.Tests.Receivers;
using InsideLabs.EventBus.Errors;
using InsideLabs.EventBus.Interactions;
using InsideLabs.EventBus.Occurrences;
using InsideLabs.EventBus.Signatures;

namespace InsideLabs.EventBus.Adapters.Tests.Webhook;

/// <summary>Configs whose templates were rendered for the attempt.</summary>
public sealed class WebhookRenderedTests : IAsyncLifetime
{
    private readonly LoopbackReceiver _receiver = LoopbackReceiver.Answering(200);

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await _receiver.DisposeAsync();

    [Fact]
    public async Task What_was_rendered_is_sent_and_not_the_subscriptions_own_config()
    {
        var adapter = WebhookFixture.Adapter(time: new VirtualClock(WebhookFixture.Now));
        var stored = WebhookFixture.Subscription("https://example.com/{{payload.id}}");
        foreach (var id in new[] { "1", "2" })
        {
            await adapter.SendAsync(Rendered($$$"""{"url":"{{{_receiver.Url}}}/{{{id}}}","headers":{"X-Id":"{{{id}}}"},"body":{"id":{{{id}}}}}""") with { Subscription = stored });
            var received = await _receiver.NextRequestAsync();
            received.Line.Should().Be($"POST /hook/{id} HTTP/1.1");
            received["X-Id"].Should().Be(id);
            Encoding.UTF8.GetString(received.Body).Should().Be($$"""{"id":{{id}}}""");
            WebhookSignature.Verify(
                WebhookFixture.Secret, received["webhook-id"], received["webhook-timestamp"], received["webhook-signature"], received.Body, WebhookFixture.Now)
                .Should().Be(WebhookVerification.Valid);
        }
    }

    [Fact]
    public async Task A_constant_config_is_read_once_for_a_subscription()
    {
        await using var other = LoopbackReceiver.Answering(200);
        var adapter = WebhookFixture.Adapter();
        var request = WebhookFixture.Request(_receiver.Url);
        await adapter.SendAsync(request);
        await adapter.SendAsync(request with { Config = Rendered($$"""{"url":"{{other.Url}}"}""").Config });
        await adapter.SendAsync(request with { Config = Rendered($$"""{"url":"{{other.Url}}"}""").Config, IsConfigConstant = false });

        await _receiver.NextRequestAsync();
        await _receiver.NextRequestAsync();
        (await other.NextRequestAsync()).Line.Should().Be("POST /hook HTTP/1.1");
    }

    [Fact]
    public async Task A_header_keeps_the_text_of_a_value_and_is_left_out_without_one()
    {
        await WebhookFixture.Adapter().SendAsync(Rendered(
            $$$"""{"url":"{{{_receiver.Url}}}","headers":{"X-Number":12.50,"X-True":true,"X-None":null}}"""));
        var received = await _receiver.NextRequestAsync();
        (received["X-Number"], received["X-True"], received["X-None"]).Should().Be(("12.50", "true", null));
    }

    [Theory]
    [InlineData("a\\r\\nX-Evil: 1")]
    [InlineData("a\\nb")]
    [InlineData("a\\rb")]
    [InlineData("a\\r\\n b")]
    [InlineData("a\\r\\n")]
    [InlineData("a\\u000bb")]
    [InlineData("a\\u007f")]
    [InlineData("\\u0085a")]
    [InlineData("a\\u2028b")]
    [InlineData("ü")]
    public async Task A_hostile_header_never_reaches_the_wire(string value)
    {
        foreach (var name in new[] { "X-A", "Authorization", "User-Agent", "Cookie" })
        {
            var result = await WebhookFixture.Adapter().SendAsync(Rendered($$$"""{"url":"{{{_receiver.Url}}}","headers":{"{{{name}}}":"{{{value}}}"}}"""));
            (result.Verdict, result.Code).Should().Be((DeliveryVerdict.Rejected, ErrorCodes.HeaderValueInvalid));
            result.Response.Should().StartWith($"config.headers.{name}: ");
        }

        _receiver.Connections.Should().Be(0);
    }

    [Theory]
    [InlineData("{\"url\":null}", ErrorCodes.TemplateUnresolved)]
    [InlineData("{\"url\":7}", ErrorCodes.ConfigInvalid)]
    [InlineData("{}", ErrorCodes.ConfigInvalid)]
    [InlineData("[]", ErrorCodes.ConfigInvalid)]
    [InlineData("{\"url\":\"https://example.com/\",\"headers\":{\"X-A\":[1]}}", ErrorCodes.ConfigInvalid)]
    [InlineData("{\"url\":\"https://example.com/\\ud800\"}", ErrorCodes.ConfigInvalid)]
    [InlineData("{\"url\":", ErrorCodes.ConfigInvalid)]
    [InlineData("", ErrorCodes.ConfigInvalid)]
    public async Task What_rendered_to_no_config_is_refused_and_throws_nothing(string config, string code)
    {
        var result = await WebhookFixture.Adapter().SendAsync(Rendered(config));
        (result.Verdict, result.Code).Should().Be((DeliveryVerdict.Rejected, code));
    }

    [Theory]
    [InlineData("/tenants/../hooks")]
    [InlineData("/tenants/%2E%2e/hooks")]
    [InlineData("/tenants/./hooks")]
    [InlineData("/tenants/.%2e")]
    public async Task A_value_that_climbs_out_of_its_segment_goes_nowhere(string path)
    {
        var url = new Uri(_receiver.Url).GetLeftPart(UriPartial.Authority) + path;
        var result = await WebhookFixture.Adapter().SendAsync(Rendered($$"""{"url":"{{url}}"}"""));
        (result.Verdict, result.Code).Should().Be((DeliveryVerdict.Rejected, ErrorCodes.UrlMalformed));
        result.Response.Should().StartWith("config.url: ");
        _receiver.Connections.Should().Be(0);
    }

    [Fact]
    public async Task A_url_that_is_written_out_whole_may_climb()
    {
        var result = await WebhookFixture.Adapter().SendAsync(WebhookFixture.Request(_receiver.Url + "/../other"));
        result.Verdict.Should().Be(DeliveryVerdict.Delivered);
        (await _receiver.NextRequestAsync()).Line.Should().Be("POST /other HTTP/1.1");
    }

    [Fact]
    public async Task Headers_that_grew_too_long_are_refused()
    {
        var result = await WebhookFixture.Adapter().SendAsync(
            Rendered($$$"""{"url":"{{{_receiver.Url}}}","headers":{"X-A":"{{{new string('v', 5000)}}}"}}"""));
        (result.Verdict, result.Code).Should().Be((DeliveryVerdict.Rejected, ErrorCodes.TemplateLimitExceeded));
    }

    [Fact]
    public async Task A_body_may_hold_a_whole_payload_that_is_as_deep_as_payloads_may_be()
    {
        var deep = string.Concat(Enumerable.Repeat("[", 70)) + string.Concat(Enumerable.Repeat("]", 70));
        await WebhookFixture.Adapter().SendAsync(Rendered($$$"""{"url":"{{{_receiver.Url}}}","body":{"data":{{{deep}}}}}"""));
        Encoding.UTF8.GetString((await _receiver.NextRequestAsync()).Body).Should().Be($$"""{"data":{{deep}}}""");
    }

    [Theory]
    [InlineData(",\"body\":\"{{payload.secondLeg}}\"", ",\"body\":null", "null")]
    [InlineData(",\"body\":\"{{payload.secondLeg}}\"", ",\"body\":\"\"", "\"\"")]
    [InlineData(",\"body\":null", ",\"body\":null", null)]
    [InlineData("", "", null)]
    public async Task A_body_that_renders_to_null_is_sent_as_null_and_not_as_the_whole_occurrence(string written, string rendered, string? sent)
    {
        var request = Rendered($$"""{"url":"{{_receiver.Url}}"{{rendered}}}""") with
        {
            Subscription = WebhookFixture.SubscriptionWith($$$"""{"adapter":"adapter:webhook","url":"https://example.com/{{payload.id}}"{{{written}}}}"""),
        };
        await WebhookFixture.Adapter(time: new VirtualClock(WebhookFixture.Now)).SendAsync(request);
        var received = await _receiver.NextRequestAsync();
        Encoding.UTF8.GetString(received.Body).Should().Be(sent ?? Encoding.UTF8.GetString(request.Occurrence.Body.Span));
        WebhookSignature.Verify(
            WebhookFixture.Secret, received["webhook-id"], received["webhook-timestamp"], received["webhook-signature"], received.Body, WebhookFixture.Now)
            .Should().Be(WebhookVerification.Valid);
    }

    [Fact]
    public async Task An_interaction_is_sent_as_it_is_with_its_id_and_without_an_event_type()
    {
        var interaction = Interaction.Read(
            """
            {"interactionId":"019646a0-0000-7000-8000-0000000000cc","interactionNumber":7,"resourceTypeId":"019646a0-0000-7000-8000-000000000001","resourceType":"ORDER","actionId":"019646a0-0000-7000-8000-000000000002","action":"CREATE","originId":null,"origin":null,"resourceId":"o-1","userId":null,"uowId":"u-1","externalReference":null,"timestamp":"2026-04-08T12:00:00.000Z","createdDate":"2026-04-08T12:00:00.000Z","interaction":{"name":"{{secrets.key}}"}}
            """u8.ToArray());
        await WebhookFixture.Adapter().SendAsync(WebhookFixture.Request(_receiver.Url) with
        {
            Occurrence = Occurrence.Of(interaction, traceParent: null, WebhookFixture.Now),
        });

        var received = await _receiver.NextRequestAsync();
        received["insidelabs-event-id"].Should().Be("019646a0-0000-7000-8000-0000000000cc");
        received["insidelabs-event-type"].Should().BeNull();
        received.Body.Should().Equal(interaction.Utf8Json.ToArray());
        Encoding.UTF8.GetString(received.Body).Should().Contain("""{"name":"{{secrets.key}}"}""");
    }

    private static DeliveryRequest Rendered(string config) =>
        WebhookFixture.Request("https://stored.example/") with { Config = Encoding.UTF8.GetBytes(config), IsConfigConstant = false };
}
