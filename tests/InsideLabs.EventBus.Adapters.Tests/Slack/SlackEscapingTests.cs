using System.Collections.Immutable;
using System.Text;
using System.Text.Json.Nodes;
using InsideLabs.EventBus.Adapters.Tests.Receivers;
using InsideLabs.EventBus.Errors;
using InsideLabs.EventBus.Events;
using InsideLabs.EventBus.Occurrences;
using InsideLabs.EventBus.Rendering;
using InsideLabs.EventBus.Settings;
using Microsoft.Extensions.DependencyInjection;

namespace InsideLabs.EventBus.Adapters.Tests.Slack;

/// <summary>No value calls people, wherever it lands: the config is rendered as in a host, sent, and looked at where it arrives.</summary>
public sealed class SlackEscapingTests : IAsyncLifetime
{
    private const string Payload =
        """
        {
          "s": "<!channel> & <@U1>", "url": "https://example.com/a?b=1&c=2",
          "blocks": [{"type": "section", "text": {"type": "mrkdwn", "text": "<!channel>"}}], "block": {"type": "markdown", "text": "<!channel>"},
          "t": {"type": "mrkdwn", "text": "<!channel>"}, "elements": [{"type": "mrkdwn", "text": "<!channel>"}], "list": ["<!channel>"]
        }
        """;

    private readonly LoopbackReceiver _slack = LoopbackReceiver.Answering(200, body: "ok");
    private readonly ServiceProvider _services = new ServiceCollection().AddInsideLabsEvents().Services.BuildServiceProvider();

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        await _slack.DisposeAsync();
        await _services.DisposeAsync();
    }

    [Theory]
    [InlineData("text")]
    [InlineData("blocks[].text.text")]
    [InlineData("blocks[].text")]
    [InlineData("blocks[].fields")]
    [InlineData("blocks[].fields[]")]
    [InlineData("blocks[].elements")]
    [InlineData("blocks[].elements[].text.text")]
    [InlineData("blocks[].elements[].options[].text.text")]
    [InlineData("blocks[].elements[].options[].description.text")]
    [InlineData("blocks[].accessory.option_groups[].options[].text.text")]
    [InlineData("blocks[].accessory.confirm.title.text")]
    [InlineData("blocks[].accessory.confirm.text")]
    [InlineData("blocks[].hint.text")]
    [InlineData("blocks[].description.text")]
    [InlineData("blocks[].author_name")]
    [InlineData("blocks[].elements[].elements[].text")]
    [InlineData("blocks[].rows[][].text")]
    [InlineData("blocks[].of_tomorrow.text")]
    [InlineData("attachments[].text")]
    [InlineData("attachments[].fields[].value")]
    [InlineData("attachments[].fields")]
    [InlineData("attachments[].blocks")]
    [InlineData("attachments[].blocks[].text")]
    [InlineData("attachments[].blocks[].elements[].confirm.text.text")]
    [InlineData("attachments[].actions[].text")]
    public async Task A_value_calls_nobody_in_any_text(string path)
    {
        foreach (var template in new[] { "{{payload.s}}", "hi {{payload.s}}", "{{payload.t}}", "{{payload.elements}}", "{{payload.list}}", "{{global.blocks}}" })
        {
            var sent = await SendAsync(At(path, template));
            sent.Should().NotContain("<!").And.NotContain("<@").And.Contain("&lt;");
        }
    }

    [Theory]
    [InlineData("blocks[].image_url")]
    [InlineData("blocks[].accessory.image_url")]
    [InlineData("blocks[].accessory.url")]
    [InlineData("blocks[].elements[].url")]
    [InlineData("blocks[].elements[].image_url")]
    [InlineData("blocks[].accessory.options[].url")]
    [InlineData("blocks[].elements[].elements[].url")]
    [InlineData("blocks[].slack_file.url")]
    [InlineData("blocks[].video_url")]
    [InlineData("blocks[].thumbnail_url")]
    [InlineData("blocks[].title_url")]
    [InlineData("attachments[].title_link")]
    [InlineData("attachments[].image_url")]
    [InlineData("attachments[].thumb_url")]
    [InlineData("attachments[].author_link")]
    [InlineData("attachments[].author_icon")]
    [InlineData("attachments[].footer_icon")]
    [InlineData("attachments[].actions[].url")]
    [InlineData("attachments[].blocks[].accessory.image_url")]
    public async Task A_url_keeps_its_ampersands(string path) =>
        (await SendAsync(At(path, "{{payload.url}}"))).Should().Contain("https://example.com/a?b=1&c=2");

    [Fact]
    public async Task What_the_author_wrote_keeps_its_meaning() =>
        (await SendAsync(At("blocks[].text.text", "<!here> {{payload.s}}"))).Should().Contain("<!here> &lt;!channel&gt; &amp; &lt;@U1&gt;");

    [Theory]
    [InlineData("\"blocks\":\"{{payload.blocks}}\"", "config.blocks")]
    [InlineData("\"blocks\":\"{{global.blocks}}\"", "config.blocks")]
    [InlineData("\"blocks\":[{},\"{{payload.block}}\"]", "config.blocks[1]")]
    [InlineData("\"text\":\"hi\",\"attachments\":\"{{payload.blocks}}\"", "config.attachments")]
    [InlineData("\"text\":\"hi\",\"attachments\":[\"{{payload.block}}\"]", "config.attachments[0]")]
    public void A_list_that_a_template_would_give_is_refused_when_it_is_written(string rest, string field) =>
        SlackFixture.Validate($$"""{"channel":"C1",{{rest}}}""").Should().Equal((field, ErrorCodes.ConfigInvalid));

    /// <summary>A message with a text at a path.</summary>
    private static JsonObject At(string path, string text)
    {
        JsonNode node = text;
        foreach (var step in path.Replace("[]", ".[]").Split('.').Reverse())
        {
            node = step == "[]" ? new JsonArray(node) : new JsonObject { [step] = node };
        }

        return node.AsObject();
    }

    private async Task<string> SendAsync(JsonObject config)
    {
        var adapter = SlackFixture.Adapter();
        config["webhookUrl"] = $"http://127.0.0.1:{_slack.Port}{SlackFixture.HookPath}";
        var faults = new FaultList();
        var template = _services.GetRequiredService<ITemplateEngine>().Compile(
            new TemplateSource { Utf8Json = Encoding.UTF8.GetBytes(config.ToJsonString()), Root = "config", Fields = adapter.ConfigFields },
            faults);
        faults.Should().BeEmpty();
        var rendered = template!.Render(Context());
        rendered.Failure.Should().BeNull();

        var request = SlackFixture.Webhook(_slack) with { Config = rendered.Utf8Json };
        (await adapter.SendAsync(request)).Verdict.Should().Be(DeliveryVerdict.Delivered);
        return Encoding.UTF8.GetString((await _slack.NextRequestAsync()).Body);
    }

    private static TemplateContext Context() => new()
    {
        Occurrence = Occurrence.Of(
            EventEnvelope.Create(
                EventId.Parse("01JS0Z7V8K3Q4T5W6X7Y8Z9ABC"),
                EventType.Parse("engagement.campaign.sent"),
                "campaign",
                "Engagement",
                OutboundFixture.Now,
                Encoding.UTF8.GetBytes(Payload)),
            GivenFields.None,
            traceParent: null,
            OutboundFixture.Now),
        SubscriptionId = Guid.Parse("019646a0-0000-7000-8000-0000000000aa"),
        Settings = new TemplateSettings(
            new SettingsState(
                1,
                ImmutableSortedDictionary<string, GlobalSetting>.Empty.Add(
                    "blocks",
                    new GlobalSetting("blocks", """[{"type":"section","text":{"type":"mrkdwn","text":"{{payload.s}}"}}]"""u8.ToArray(), null)),
                ImmutableSortedDictionary<string, AdapterSettings>.Empty,
                ImmutableSortedDictionary<string, Secret>.Empty),
            new NoSecrets()),
        Now = OutboundFixture.Now,
        NewUuid = () => Guid.Empty,
        NewUlid = () => "01JS0Z7V8K3Q4T5W6X7Y8Z9DEF",
    };

    private sealed class NoSecrets : ISecretProtector
    {
        public byte[] Protect(ReadOnlySpan<byte> secret, SecretLocation location) => throw new InvalidOperationException("There is no secret.");

        public byte[] Unprotect(ReadOnlySpan<byte> blob, SecretLocation location) => throw new InvalidOperationException("There is no secret.");
    }
}
