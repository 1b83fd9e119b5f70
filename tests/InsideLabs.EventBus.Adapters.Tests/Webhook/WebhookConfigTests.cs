using System.Text.Json;
using System.Text.Json.Nodes;
using InsideLabs.EventBus.Adapters.Webhook;
using InsideLabs.EventBus.Conformance;
using InsideLabs.EventBus.Errors;

namespace InsideLabs.EventBus.Adapters.Tests.Webhook;

public sealed class WebhookConfigTests
{
    private const string Url = "\"url\":\"https://example.com/\"";

    public static TheoryData<string> BadUrls() => [.. ConformanceCases.BadInputs("url")
        .Where(c => c.GetProperty("surface").GetString()!.StartsWith("subscription.create", StringComparison.Ordinal))
        .Select(c => c.GetProperty("id").GetString()!)];

    [Theory]
    [MemberData(nameof(BadUrls))]
    public void The_urls_of_the_contract_that_must_be_refused_are_refused(string id)
    {
        var row = ConformanceCases.BadInputs("url").Single(c => c.GetProperty("id").ValueEquals(id));
        var url = JsonValue.Create(ConformanceCases.Text(row.GetProperty("input"))).ToJsonString();
        WebhookFixture.Validate($$"""{"adapter":"adapter:webhook","url":{{url}}}""").Should().ContainSingle()
            .Which.Should().Match<Fault>(f => f.Field == "config.url" && f.Code == row.GetProperty("expected").GetProperty("code").GetString());
    }

    [Fact]
    public void The_rows_of_the_contract_are_all_there() => BadUrls().Should().HaveCount(21);

    [Theory]
    [InlineData("")]
    [InlineData(",\"method\":\"PUT\",\"strict\":true")]
    [InlineData(",\"method\":\"PATCH\",\"strict\":false,\"headers\":{}")]
    [InlineData(",\"headers\":{\"X-Api-Key\":\"a b\",\"Authorization\":\"Bearer abc.def\",\"User-Agent\":\"acme/1.0\",\"Cookie\":\"a=b\",\"Accept\":\"text/plain\"}")]
    [InlineData(",\"body\":{\"{{key}}\":[1,null,true,\"{ { }\"]}")]
    [InlineData(",\"headers\":{\"Authorization\":\"key=AAAA\",\"Accept\":\"foo\",\"User-Agent\":\"(((\",\"If-Modified-Since\":\"yesterday\",\"X-A\":\"a\\tb\",\"X-B\":\"\"}")]
    [InlineData(",\"body\":\"text\"")]
    [InlineData(",\"body\":\"{{payload}}\"")]
    [InlineData(",\"headers\":{\"Authorization\":\"Bearer {{secrets.key}}\",\"X-User\":\"{{payload.user}}\",\"If-Modified-Since\":\"{{payload.at}}\"}")]
    [InlineData(",\"method\":null,\"headers\":null,\"body\":null,\"strict\":null")]
    public void A_good_config_has_no_fault(string rest) =>
        WebhookFixture.Validate($$"""{"adapter":"adapter:webhook",{{Url}}{{rest}}}""").Should().BeEmpty();

    [Theory]
    [InlineData("[]", "config", ErrorCodes.TypeMismatch)]
    [InlineData("{}", "config.url", ErrorCodes.FieldRequired)]
    [InlineData("{\"url\":null}", "config.url", ErrorCodes.FieldRequired)]
    [InlineData("{\"url\":7}", "config.url", ErrorCodes.TypeMismatch)]
    [InlineData("{" + Url + ",\"Url\":\"x\"}", "config.Url", ErrorCodes.PropertyUnknown)]
    [InlineData("{" + Url + ",\"header\":{}}", "config.header", ErrorCodes.PropertyUnknown)]
    [InlineData("{" + Url + ",\"method\":\"GET\"}", "config.method", ErrorCodes.ConfigInvalid)]
    [InlineData("{" + Url + ",\"method\":\"post\"}", "config.method", ErrorCodes.ConfigInvalid)]
    [InlineData("{" + Url + ",\"method\":\"POST \"}", "config.method", ErrorCodes.ConfigInvalid)]
    [InlineData("{" + Url + ",\"method\":1}", "config.method", ErrorCodes.TypeMismatch)]
    [InlineData("{" + Url + ",\"method\":\"{{payload.m}}\"}", "config.method", ErrorCodes.ConfigInvalid)]
    [InlineData("{" + Url + ",\"strict\":\"true\"}", "config.strict", ErrorCodes.TypeMismatch)]
    [InlineData("{" + Url + ",\"headers\":[]}", "config.headers", ErrorCodes.TypeMismatch)]
    [InlineData("{" + Url + ",\"headers\":{\"X-A\":1}}", "config.headers.X-A", ErrorCodes.TypeMismatch)]
    [InlineData("{" + Url + ",\"headers\":{\"X-A\":null}}", "config.headers.X-A", ErrorCodes.TypeMismatch)]
    [InlineData("{\"url\":\"https://{{payload.y}}/\"}", "config.url", ErrorCodes.UrlTemplateInHost)]
    public void A_bad_config_names_field_and_code(string config, string field, string code) =>
        WebhookFixture.Validate(config).Should().ContainSingle().Which.Should().Match<Fault>(f => f.Field == field && f.Code == code);

    [Theory]
    [InlineData("Host")]
    [InlineData("host")]
    [InlineData("Content-Length")]
    [InlineData("Content-Type")]
    [InlineData("Content-Encoding")]
    [InlineData("Content-MD5")]
    [InlineData("Transfer-Encoding")]
    [InlineData("Connection")]
    [InlineData("Keep-Alive")]
    [InlineData("Upgrade")]
    [InlineData("TE")]
    [InlineData("Trailer")]
    [InlineData("Expect")]
    [InlineData("Proxy-Authorization")]
    [InlineData("Proxy-Connection")]
    [InlineData("webhook-id")]
    [InlineData("Webhook-Signature")]
    [InlineData("insidelabs-attempt")]
    [InlineData("InsideLabs-Anything")]
    [InlineData("traceparent")]
    [InlineData("tracestate")]
    [InlineData("Baggage")]
    [InlineData("X-Forwarded-For")]
    [InlineData("Expires")]
    [InlineData("Allow")]
    [InlineData("")]
    [InlineData("X A")]
    [InlineData("X:A")]
    [InlineData("X-Ä")]
    [InlineData("X\\r\\nY")]
    [InlineData("{{name}}")]
    public void A_header_that_is_not_the_subscriptions_to_set_is_refused(string name) =>
        WebhookFixture.Validate(WithHeader(name, "v")).Should().ContainSingle()
            .Which.Should().Match<Fault>(f => f.Field.StartsWith("config.headers.") && f.Code == ErrorCodes.ConfigInvalid);

    [Theory]
    [InlineData("X-A", "a\\r\\nX-Evil: 1")]
    [InlineData("X-A", "a\\n")]
    [InlineData("X-A", "a\\r")]
    [InlineData("X-A", "a\\u0000b")]
    [InlineData("X-A", "ü {{payload.x}}")]
    [InlineData("X-A", "{{payload.x}}\\r\\nX-Evil: {{payload.y}}")]
    [InlineData("X-A", "a\\u007fb")]
    [InlineData("X-A", "ü")]
    [InlineData("X-A", "\\u2028")]
    [InlineData("Authorization", "Bearer\\r\\nX: 1")]
    [InlineData("Accept", "a\\u001bb")]
    [InlineData("Accept", "\\u0085{{payload.x}}")]
    public void A_value_that_a_header_cannot_carry_is_refused(string name, string value) =>
        WebhookFixture.Validate(WithHeader(name, value)).Should().ContainSingle()
            .Which.Should().Match<Fault>(f => f.Field == $"config.headers.{name}" && f.Code == ErrorCodes.HeaderValueInvalid);

    [Fact]
    public void The_same_header_in_two_spellings_is_refused() =>
        WebhookFixture.Validate("{" + Url + ",\"headers\":{\"X-A\":\"1\",\"x-a\":\"2\"}}").Should().ContainSingle()
            .Which.Code.Should().Be(ErrorCodes.ConfigInvalid);

    [Theory]
    [InlineData(4093, true)]
    [InlineData(4094, false)]
    public void Headers_have_at_most_4096_bytes(int valueLength, bool accepted) =>
        WebhookFixture.Validate(WithHeader("X-A", new string('v', valueLength))).Select(f => f.Code)
            .Should().Equal(accepted ? [] : [ErrorCodes.ConfigInvalid]);

    [Fact]
    public void Every_fault_is_named_at_once_in_the_order_of_the_fields() =>
        WebhookFixture.Validate(
                """{"url":"ftp://x/","method":"GET","headers":{"Host":"a","X":1},"body":"{{x}}","strict":1,"other":1,"signingSecret":"x"}""")
            .Select(f => (f.Field, f.Code)).Should().Equal(
                ("config.url", ErrorCodes.UrlSchemeForbidden),
                ("config.method", ErrorCodes.ConfigInvalid),
                ("config.headers.Host", ErrorCodes.ConfigInvalid),
                ("config.headers.X", ErrorCodes.TypeMismatch),
                ("config.strict", ErrorCodes.TypeMismatch),
                ("config.other", ErrorCodes.PropertyUnknown),
                ("config.signingSecret", ErrorCodes.PropertyUnknown));

    [Theory]
    [InlineData("https://example.com/{{payload.id}}?a={{secrets.key}}", null)]
    [InlineData("https://{{payload.host}}/", ErrorCodes.UrlTemplateInHost)]
    [InlineData("{{global.url}}", ErrorCodes.UrlTemplateInHost)]
    [InlineData("https://127.0.0.1/{{payload.id}}", ErrorCodes.DestinationBlocked)]
    public void A_template_in_the_url_stands_after_the_host(string url, string? code) =>
        WebhookFixture.Validate($$"""{"url":{{JsonValue.Create(url).ToJsonString()}}}""").Select(f => f.Code).Should().Equal(code is null ? [] : [code]);

    [Fact]
    public void The_fields_say_where_templates_and_secrets_may_stand()
    {
        var fields = WebhookFixture.Adapter().ConfigFields;
        fields.Of("url").Should().Be(new ConfigField("url") { Encoding = FieldEncoding.Url, AllowsSecrets = true, IsRequired = true });
        fields.Of("headers.Authorization").Should().Be(
            new ConfigField("headers.*") { AllowsSecrets = true, SingleLineCode = ErrorCodes.HeaderValueInvalid });
        new[] { "adapter", "method", "strict" }.Should().OnlyContain(f => !fields.Of(f).AllowsTemplates);
        fields.Of("body.x").Should().Be(new ConfigField(string.Empty));
    }

    [Fact]
    public void Faults_show_no_header_value() =>
        WebhookFixture.Validate("{" + Url + ",\"headers\":{\"X-A\":\"hunter2\\n\",\"User-Agent\":\"\\u0007hunter2\"}}")
            .Should().HaveCount(2).And.OnlyContain(f => !f.Message.Contains("hunter2"));

    [Fact]
    public void The_schema_names_the_properties_that_are_read_and_the_secret_that_the_core_takes_out()
    {
        using var schema = JsonDocument.Parse(WebhookFixture.Adapter().ConfigSchema);
        schema.RootElement.GetProperty("properties").EnumerateObject().Select(p => p.Name)
            .Should().BeEquivalentTo([.. WebhookConfigReader.Properties, "signingSecret"]);
    }

    private static string WithHeader(string name, string value) => "{" + Url + ",\"headers\":{\"" + name + "\":\"" + value + "\"}}";
}
