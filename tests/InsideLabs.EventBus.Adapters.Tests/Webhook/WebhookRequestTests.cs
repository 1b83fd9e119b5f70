using System.Diagnostics;
using System.Net;
using System.Text;
using System.Text.Json;
using InsideLabs.EventBus.Adapters.Tests.Receivers;
using InsideLabs.EventBus.Signatures;

namespace InsideLabs.EventBus.Adapters.Tests.Webhook;

/// <summary>What stands on the wire.</summary>
public sealed class WebhookRequestTests : IAsyncLifetime
{
    private readonly LoopbackReceiver _receiver = LoopbackReceiver.Answering(200, body: "thanks");

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await _receiver.DisposeAsync();

    [Fact]
    public async Task A_request_carries_exactly_the_headers_of_the_contract_and_the_envelopes_bytes()
    {
        var request = WebhookFixture.Request(_receiver.Url);
        var result = await WebhookFixture.Adapter(time: new VirtualClock(WebhookFixture.Now.AddMilliseconds(999))).SendAsync(request);

        result.Should().BeEquivalentTo(DeliveryResult.Delivered(200, "thanks"));
        var received = await _receiver.NextRequestAsync();
        received.Line.Should().Be("POST /hook HTTP/1.1");
        received.Body.Should().Equal(request.Occurrence.Body.ToArray());
        var seconds = WebhookFixture.Now.ToUnixTimeSeconds().ToString();
        received.Headers.ToDictionary(h => h.Key.ToLowerInvariant(), h => h.Value).Should().BeEquivalentTo(new Dictionary<string, string>
        {
            ["host"] = $"127.0.0.1:{_receiver.Port}",
            ["content-type"] = "application/json",
            ["content-length"] = $"{received.Body.Length}",
            ["webhook-id"] = "019646a0-0000-7000-8000-0000000000bb",
            ["webhook-timestamp"] = seconds,
            ["webhook-signature"] = WebhookSignature.Sign(
                WebhookFixture.Secret, "019646a0-0000-7000-8000-0000000000bb", WebhookFixture.Now, received.Body),
            ["insidelabs-event-id"] = "01JS0Z7V8K3Q4T5W6X7Y8Z9ABC",
            ["insidelabs-event-type"] = "engagement.campaign.sent",
            ["insidelabs-subscription-id"] = "019646a0-0000-7000-8000-0000000000aa",
            ["insidelabs-attempt"] = "1",
        });
        Verify(received, WebhookFixture.Now, WebhookFixture.Secret).Should().Be(WebhookVerification.Valid);
    }

    [Fact]
    public async Task A_later_attempt_keeps_its_id_and_signs_its_own_time()
    {
        var time = new VirtualClock(WebhookFixture.Now);
        var adapter = WebhookFixture.Adapter(time: time);
        var subscription = WebhookFixture.Subscription(_receiver.Url);
        await adapter.SendAsync(WebhookFixture.Request(subscription));
        var first = await _receiver.NextRequestAsync();
        time.Advance(TimeSpan.FromHours(2));
        await adapter.SendAsync(WebhookFixture.Request(subscription, attempt: 4));
        var second = await _receiver.NextRequestAsync();

        second["webhook-id"].Should().Be(first["webhook-id"]);
        second["insidelabs-attempt"].Should().Be("4");
        second["webhook-signature"].Should().NotBe(first["webhook-signature"]);
        Verify(second, WebhookFixture.Now.AddHours(2), WebhookFixture.Secret).Should().Be(WebhookVerification.Valid);
    }

    [Fact]
    public async Task While_rotating_both_secrets_sign()
    {
        var (current, previous) = (WebhookSecret.Generate(), WebhookSecret.Generate());
        var request = WebhookFixture.Request(_receiver.Url) with { SigningSecrets = [current, previous] };
        await WebhookFixture.Adapter(time: new VirtualClock(WebhookFixture.Now)).SendAsync(request);

        var received = await _receiver.NextRequestAsync();
        received["webhook-signature"]!.Split(' ').Should().HaveCount(2);
        Verify(received, WebhookFixture.Now, current).Should().Be(WebhookVerification.Valid);
        Verify(received, WebhookFixture.Now, previous).Should().Be(WebhookVerification.Valid);
    }

    [Fact]
    public async Task A_config_decides_on_method_headers_and_body_and_the_body_is_sent_as_written()
    {
        const string Body = """{ "n": 1e400,  "i":123456789012345678901234, "t":"\u00e9" }""";
        var rest = $$"""
            "method":"PUT","headers":{"X-Api-Key":"a, b ; c","Authorization":"Bearer abc"},"body": {{Body}}
            """;
        await WebhookFixture.Adapter(time: new VirtualClock(WebhookFixture.Now)).SendAsync(WebhookFixture.Request(_receiver.Url + "?a=%20b", rest));

        var received = await _receiver.NextRequestAsync();
        received.Line.Should().Be("PUT /hook?a=%20b HTTP/1.1");
        received["X-Api-Key"].Should().Be("a, b ; c");
        received["Authorization"].Should().Be("Bearer abc");
        Encoding.UTF8.GetString(received.Body).Should().Be(Body);
        Verify(received, WebhookFixture.Now, WebhookFixture.Secret).Should().Be(WebhookVerification.Valid);
    }

    [Theory]
    [InlineData("Authorization", "key=AAAA")]
    [InlineData("Authorization", "AbC/dEf+gHi==")]
    [InlineData("Authorization", "a:b")]
    [InlineData("Authorization", "Bearer   two  spaces")]
    [InlineData("Proxyless", "a\tb")]
    [InlineData("Accept", "foo")]
    [InlineData("Accept", "a;q=2, ,b")]
    [InlineData("Referer", "not a url")]
    [InlineData("User-Agent", "(((")]
    [InlineData("If-Modified-Since", "yesterday")]
    [InlineData("If-Match", "no quotes")]
    [InlineData("Cookie", "a=b; ; c")]
    [InlineData("Cache-Control", "max-age=x")]
    [InlineData("Range", "1-2")]
    [InlineData("X-Printable", "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~")]
    [InlineData("X-Empty", "")]
    public async Task A_header_s_value_stands_on_the_wire_as_it_was_given(string name, string value)
    {
        foreach (var isConstant in new[] { true, false })
        {
            var rest = $$"""
                "headers":{"{{name}}":{{JsonSerializer.Serialize(value)}}}
                """;
            var result = await WebhookFixture.Adapter().SendAsync(WebhookFixture.Request(_receiver.Url, rest) with { IsConfigConstant = isConstant });
            result.Verdict.Should().Be(DeliveryVerdict.Delivered);
            (await _receiver.NextRequestAsync()).Headers.Where(h => h.Key == name).Select(h => h.Value).Should().Equal(value);
        }
    }

    [Theory]
    [InlineData("  Bearer abc\t ", "Bearer abc")]
    [InlineData(" \t ", "")]
    public async Task White_space_around_a_header_s_value_is_no_part_of_it(string value, string sent)
    {
        var rest = $$"""
            "headers":{"X-A":{{JsonSerializer.Serialize(value)}}}
            """;
        await WebhookFixture.Adapter().SendAsync(WebhookFixture.Request(_receiver.Url, rest));
        (await _receiver.NextRequestAsync())["X-A"].Should().Be(sent);
    }

    [Fact]
    public async Task The_proxy_of_the_environment_sees_nothing()
    {
        await using var proxy = LoopbackReceiver.Answering(502);
        var (environment, fallback) = (Environment.GetEnvironmentVariable("HTTP_PROXY"), HttpClient.DefaultProxy);
        try
        {
            Environment.SetEnvironmentVariable("HTTP_PROXY", $"http://127.0.0.1:{proxy.Port}");
            HttpClient.DefaultProxy = new WebProxy($"http://127.0.0.1:{proxy.Port}");
            using var naive = new HttpClient();
            (await naive.GetAsync(_receiver.Url)).StatusCode.Should().Be(HttpStatusCode.BadGateway, "the trap must be set");

            (await WebhookFixture.Adapter().SendAsync(WebhookFixture.Request(_receiver.Url))).Verdict.Should().Be(DeliveryVerdict.Delivered);
            (await _receiver.NextRequestAsync()).Line.Should().Be("POST /hook HTTP/1.1");
            proxy.Connections.Should().Be(1);
        }
        finally
        {
            HttpClient.DefaultProxy = fallback;
            Environment.SetEnvironmentVariable("HTTP_PROXY", environment);
        }
    }

    [Fact]
    public async Task The_current_trace_does_not_leak()
    {
        using var activity = new Activity("work").SetIdFormat(ActivityIdFormat.W3C).AddBaggage("tenant", "acme").Start();
        using var naive = new HttpClient(new SocketsHttpHandler { UseProxy = false });
        await naive.GetAsync(_receiver.Url);
        (await _receiver.NextRequestAsync())["traceparent"].Should().NotBeNull("the trap must be set");

        await WebhookFixture.Adapter().SendAsync(WebhookFixture.Request(_receiver.Url));
        (await _receiver.NextRequestAsync()).Headers.Select(h => h.Key.ToLowerInvariant())
            .Should().NotContain(["traceparent", "tracestate", "baggage", "correlation-context", "request-id"]);
    }

    [Fact]
    public async Task A_cookie_is_not_sent_back()
    {
        await using var baker = LoopbackReceiver.Answering(200, "Set-Cookie: a=b; Path=/\r\n");
        var adapter = WebhookFixture.Adapter();
        await adapter.SendAsync(WebhookFixture.Request(baker.Url));
        await adapter.SendAsync(WebhookFixture.Request(baker.Url));
        await baker.NextRequestAsync();
        (await baker.NextRequestAsync())["Cookie"].Should().BeNull();
    }

    [Fact]
    public async Task A_connection_whose_answer_was_read_serves_the_next_delivery()
    {
        var adapter = WebhookFixture.Adapter();
        for (var i = 0; i < 5; i++)
        {
            (await adapter.SendAsync(WebhookFixture.Request(_receiver.Url))).Verdict.Should().Be(DeliveryVerdict.Delivered);
        }

        _receiver.Connections.Should().Be(1);
    }

    [Fact]
    public async Task A_delivery_without_a_secret_is_not_sent_unsigned()
    {
        var request = WebhookFixture.Request(_receiver.Url) with { SigningSecrets = [] };
        await FluentActions.Awaiting(() => WebhookFixture.Adapter().SendAsync(request)).Should().ThrowAsync<ArgumentOutOfRangeException>();
        _receiver.Connections.Should().Be(0);
    }

    private static WebhookVerification Verify(ReceivedRequest request, DateTimeOffset now, WebhookSecret secret) => WebhookSignature.Verify(
        secret, request["webhook-id"], request["webhook-timestamp"], request["webhook-signature"], request.Body, now);
}
