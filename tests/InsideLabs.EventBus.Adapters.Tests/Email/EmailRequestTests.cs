using System.Text;
using InsideLabs.EventBus.Adapters.Tests.Receivers;
using InsideLabs.EventBus.Errors;

namespace InsideLabs.EventBus.Adapters.Tests.Email;

/// <summary>What the mail service receives, and what it never does.</summary>
public sealed class EmailRequestTests : IAsyncLifetime
{
    private readonly LoopbackReceiver _service = LoopbackReceiver.Answering(202);

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await _service.DisposeAsync();

    [Fact]
    public async Task The_documents_example_is_posted_as_one_would_post_it_to_the_service()
    {
        var result = await EmailFixture.Adapter().SendAsync(EmailFixture.Request(
            _service,
            """
            {"adapter":"adapter:email","personalizations":[{"to":[{"email":"jane@example.com","name":"Jane"}],"dynamic_template_data":{"userName":"Jane"}}],"from":{"email":"noreply@example.com"},"template_id":"d-template-id"}
            """));

        result.Should().BeEquivalentTo(DeliveryResult.Delivered(202));
        var received = await _service.NextRequestAsync();
        received.Line.Should().Be("POST /v3/mail/send HTTP/1.1");
        Encoding.UTF8.GetString(received.Body).Should().Be(
            """{"personalizations":[{"to":[{"email":"jane@example.com","name":"Jane"}],"dynamic_template_data":{"userName":"Jane"}}],"from":{"email":"noreply@example.com"},"template_id":"d-template-id"}""");
        received.Headers.ToDictionary(h => h.Key.ToLowerInvariant(), h => h.Value).Should().BeEquivalentTo(new Dictionary<string, string>
        {
            ["host"] = $"127.0.0.1:{_service.Port}",
            ["content-type"] = "application/json",
            ["content-length"] = $"{received.Body.Length}",
            ["accept"] = "application/json",
            ["authorization"] = $"Bearer {EmailFixture.Key}",
        });
    }

    [Theory]
    [InlineData(
        """{"to":"jane@example.com","subject":"Order 7 confirmed","body":"Hi Jane","from":"noreply@example.com","strict":true}""",
        """{"personalizations":[{"to":[{"email":"jane@example.com"}]}],"subject":"Order 7 confirmed","content":[{"type":"text/plain","value":"Hi Jane"}],"from":{"email":"noreply@example.com"}}""")]
    [InlineData(
        """{"from":{"name":"Shop","email":"s@x"},"to":["a@b",{"email":"c@d","name":"C"}],"html":"<p>h</p>","subject":"s","text":"t"}""",
        """{"from":{"name":"Shop","email":"s@x"},"personalizations":[{"to":[{"email":"a@b"},{"email":"c@d","name":"C"}]}],"content":[{"type":"text/plain","value":"t"},{"type":"text/html","value":"<p>h</p>"}],"subject":"s"}""")]
    [InlineData(
        """{"personalizations":[{"to":[{"email":"a@b","name":null}],"cc":[{"email":null},{"email":"c@d"}],"bcc":[null],"subject":12,"headers":{"X-A":1.50,"X-B":null},"custom_args":{"n":true},"dynamic_template_data":{"a":null,"b":[1e400, "\u00e9"]}}],"from":{"email":"f@g"},"reply_to":{"email":null},"text":7,"html":null,"send_at":"1775649600","categories":["a",1],"headers":{"X-C":"c"},"custom_args":{"id":5}}""",
        """{"personalizations":[{"to":[{"email":"a@b"}],"cc":[{"email":"c@d"}],"subject":"12","headers":{"X-A":"1.50"},"custom_args":{"n":"true"},"dynamic_template_data":{"a":null,"b":[1e400, "\u00e9"]}}],"from":{"email":"f@g"},"content":[{"type":"text/plain","value":"7"}],"send_at":1775649600,"categories":["a","1"],"headers":{"X-C":"c"},"custom_args":{"id":"5"}}""")]
    [InlineData(
        """{"to":"a@b","from":"f@g","template_id":"d-1","attachments":[{"content":"aGk=","filename":"a.txt","type":null,"disposition":"inline","content_id":"c"}],"reply_to":"r@s"}""",
        """{"personalizations":[{"to":[{"email":"a@b"}]}],"from":{"email":"f@g"},"template_id":"d-1","attachments":[{"content":"aGk=","filename":"a.txt","disposition":"inline","content_id":"c"}],"reply_to":{"email":"r@s"}}""")]
    [InlineData(
        """{"to":"a@b","from":"f@g","subject":"\u003cscript\u003e {{secrets.apiKey}}","html":"&lt;script&gt;{{function.date.now()}}"}""",
        """{"personalizations":[{"to":[{"email":"a@b"}]}],"from":{"email":"f@g"},"subject":"\u003cscript\u003e {{secrets.apiKey}}","content":[{"type":"text/html","value":"&lt;script&gt;{{function.date.now()}}"}]}""")]
    public async Task The_config_is_posted_in_its_own_order_with_the_short_forms_written_out(string config, string posted)
    {
        (await EmailFixture.Adapter().SendAsync(EmailFixture.Request(_service, config))).Verdict.Should().Be(DeliveryVerdict.Delivered);
        Encoding.UTF8.GetString((await _service.NextRequestAsync()).Body).Should().Be(posted);
    }

    [Theory]
    [InlineData(",\"from\":{\"email\":\"shop@example.com\",\"name\":\"Shop\"}", "{\"email\":\"shop@example.com\",\"name\":\"Shop\"}")]
    [InlineData(",\"from\":\"shop@example.com\"", "{\"email\":\"shop@example.com\"}")]
    public async Task A_config_without_a_sender_gets_the_one_of_the_settings(string setting, string sender)
    {
        var request = EmailFixture.Request(EmailFixture.Settings(_service, setting), """{"to":"a@b","subject":"s","body":"t"}""");
        await EmailFixture.Adapter().SendAsync(request);
        Encoding.UTF8.GetString((await _service.NextRequestAsync()).Body).Should().EndWith($",\"from\":{sender}}}");
    }

    [Theory]
    [InlineData("", "/v3/mail/send")]
    [InlineData("/", "/v3/mail/send")]
    [InlineData("/mail", "/mail")]
    public async Task The_path_is_added_to_a_service_without_one(string path, string line)
    {
        var settings = $$"""{"apiKey":"SG.abcdefgh","apiUrl":"http://127.0.0.1:{{_service.Port}}{{path}}"}""";
        await EmailFixture.Adapter().SendAsync(EmailFixture.Request(settings));
        (await _service.NextRequestAsync()).Line.Should().Be($"POST {line} HTTP/1.1");
    }

    [Theory]
    [InlineData("\"to\":\"a@b.test\\r\\nBcc: c@d.test\"", "config.to", ErrorCodes.AddressInvalid)]
    [InlineData("\"to\":\"a@b.test, c@d.test\"", "config.to", ErrorCodes.AddressInvalid)]
    [InlineData("\"to\":{\"email\":\"\"}", "config.to.email", ErrorCodes.AddressInvalid)]
    [InlineData("\"to\":[\"a@b\",\"x\"]", "config.to[1]", ErrorCodes.AddressInvalid)]
    [InlineData("\"to\":42", "config.to", ErrorCodes.AddressInvalid)]
    [InlineData("\"to\":null", "config.to", ErrorCodes.TemplateUnresolved)]
    [InlineData("\"to\":[null]", "config.to[0]", ErrorCodes.TemplateUnresolved)]
    [InlineData("\"to\":{\"email\":null}", "config.to.email", ErrorCodes.TemplateUnresolved)]
    [InlineData("\"to\":{\"email\":\"a@b\",\"name\":\"J\\r\\nBcc: c@d\"}", "config.to.name", ErrorCodes.HeaderValueInvalid)]
    [InlineData("\"to\":\"a@b\",\"from\":{\"email\":null}", "config.from.email", ErrorCodes.TemplateUnresolved)]
    [InlineData("\"to\":\"a@b\",\"from\":{\"email\":\"f\\n@g\"}", "config.from.email", ErrorCodes.AddressInvalid)]
    [InlineData("\"to\":\"a@b\",\"reply_to\":\"r s@t\"", "config.reply_to", ErrorCodes.AddressInvalid)]
    [InlineData("\"to\":\"a@b\",\"subject\":\"a\\nb\"", "config.subject", ErrorCodes.HeaderValueInvalid)]
    [InlineData("\"to\":\"a@b\",\"subject\":\"a\\rb\"", "config.subject", ErrorCodes.HeaderValueInvalid)]
    [InlineData("\"to\":\"a@b\",\"subject\":null", "config.subject", ErrorCodes.TemplateUnresolved)]
    [InlineData("\"to\":\"a@b\",\"subject\":{\"a\":1}", "config.subject", ErrorCodes.ConfigInvalid)]
    [InlineData("\"to\":\"a@b\",\"body\":null", "config.body", ErrorCodes.TemplateUnresolved)]
    [InlineData("\"to\":\"a@b\",\"template_id\":\"\"", "config.template_id", ErrorCodes.ConfigInvalid)]
    [InlineData("\"to\":\"a@b\",\"body\":[]", "config.body", ErrorCodes.ConfigInvalid)]
    [InlineData("\"to\":\"a@b\",\"headers\":{\"X-A\":\"a\\nb\"}", "config.headers.X-A", ErrorCodes.HeaderValueInvalid)]
    [InlineData("\"to\":\"a@b\",\"headers\":\"text\"", "config.headers", ErrorCodes.ConfigInvalid)]
    [InlineData("\"to\":\"a@b\",\"attachments\":[{\"content\":null,\"filename\":\"f\"}]", "config.attachments[0].content", ErrorCodes.TemplateUnresolved)]
    [InlineData("\"to\":\"a@b\",\"attachments\":[{\"content\":\"<>\",\"filename\":\"f\"}]", "config.attachments[0].content", ErrorCodes.ConfigInvalid)]
    [InlineData("\"to\":\"a@b\",\"attachments\":{}", "config.attachments", ErrorCodes.ConfigInvalid)]
    [InlineData("\"to\":\"a@b\",\"send_at\":\"soon\"", "config.send_at", ErrorCodes.ConfigInvalid)]
    [InlineData("\"personalizations\":{}", "config.personalizations", ErrorCodes.ConfigInvalid)]
    [InlineData("\"personalizations\":null", "config.personalizations", ErrorCodes.TemplateUnresolved)]
    [InlineData("\"personalizations\":[{\"to\":null}]", "config.personalizations[0].to", ErrorCodes.TemplateUnresolved)]
    [InlineData("\"personalizations\":[{\"to\":[{\"email\":\"a@b\"}],\"cc\":[{\"email\":\"c\\r\\n@d\"}]}]", "config.personalizations[0].cc[0].email", ErrorCodes.AddressInvalid)]
    public async Task A_hostile_or_missing_value_ends_the_delivery_and_nothing_is_sent(string rendered, string field, string code)
    {
        var rest = new[] { ("subject", "\"s\""), ("body", "\"b\""), ("from", "\"f@g\"") }
            .Where(p => !rendered.Contains($"\"{p.Item1}\":", StringComparison.Ordinal)).Select(p => $",\"{p.Item1}\":{p.Item2}");
        var result = await EmailFixture.Adapter().SendAsync(EmailFixture.Request(_service, "{" + rendered + string.Concat(rest) + "}"));

        (result.Verdict, result.Code).Should().Be((DeliveryVerdict.Rejected, code));
        result.Response.Should().StartWith($"{field}: ");
        _service.Connections.Should().Be(0);
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("{\"to\":")]
    [InlineData("{\"to\":\"a@b\",\"to\":\"c@d\"}")]
    [InlineData("{\"to\":\"a@b\",\"subject\":\"\\ud800\",\"body\":\"b\"}")]
    [InlineData("{\"to\":\"a@b\",\"subject\":\"\\u0000\",\"body\":\"b\"}")]
    public async Task What_rendered_to_no_config_is_refused_and_throws_nothing(string config)
    {
        var result = await EmailFixture.Adapter().SendAsync(EmailFixture.Request(_service, config));
        (result.Verdict, result.Code).Should().Be((DeliveryVerdict.Rejected, ErrorCodes.ConfigInvalid));
    }

    [Fact]
    public async Task More_recipients_than_the_service_takes_are_refused()
    {
        var to = string.Join(',', Enumerable.Repeat("\"a@b\"", 1001));
        var result = await EmailFixture.Adapter().SendAsync(EmailFixture.Request(_service, "{\"to\":[" + to + "],\"subject\":\"s\",\"body\":\"b\"}"));
        (result.Verdict, result.Code).Should().Be((DeliveryVerdict.Rejected, ErrorCodes.TemplateLimitExceeded));
    }

    [Fact]
    public async Task A_mail_of_more_than_30_megabytes_is_refused()
    {
        var config = "{\"to\":\"a@b\",\"from\":\"f@g\",\"subject\":\"s\",\"body\":\"" + new string('x', 30_000_000) + "\"}";
        var result = await EmailFixture.Adapter().SendAsync(EmailFixture.Request(_service, config));
        (result.Verdict, result.Code).Should().Be((DeliveryVerdict.Rejected, ErrorCodes.PayloadRefused));
        _service.Connections.Should().Be(0);
    }
}
