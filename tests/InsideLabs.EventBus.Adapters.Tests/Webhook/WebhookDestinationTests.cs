using System.Net;
using System.Net.Sockets;
using InsideLabs.EventBus.Adapters.Http;
using InsideLabs.EventBus.Adapters.Tests.Receivers;
using InsideLabs.EventBus.Errors;

namespace InsideLabs.EventBus.Adapters.Tests.Webhook;

/// <summary>Where a delivery may go is judged when it is written, before it is sent, and when it is dialled.</summary>
public sealed class WebhookDestinationTests
{
    private static readonly IPAddress Denied = IPAddress.Parse("10.1.2.3");
    private static readonly IPAddress NobodyHere = IPAddress.Parse("127.0.0.2");

    [Fact]
    public async Task A_name_that_leads_to_a_denied_address_is_refused_without_a_connection_and_without_naming_the_address()
    {
        await using var receiver = LoopbackReceiver.Answering(200);
        var adapter = WebhookFixture.Adapter(loopback: false, lookUp: Leads(IPAddress.Loopback));
        var result = await adapter.SendAsync(WebhookFixture.Request($"https://rebound.example:{receiver.Port}/"));

        (result.Verdict, result.Code).Should().Be((DeliveryVerdict.Rejected, ErrorCodes.DestinationBlocked));
        result.Response.Should().Contain("rebound.example").And.NotContain("127.0.0.1");
        receiver.Connections.Should().Be(0);
    }

    [Fact]
    public async Task A_name_that_leads_to_an_allowed_network_is_looked_up_once_and_dialled()
    {
        await using var receiver = LoopbackReceiver.Answering(200);
        var names = new List<string>();
        var adapter = WebhookFixture.Adapter(lookUp: (name, _) =>
        {
            names.Add(name);
            return Task.FromResult<IPAddress[]>([IPAddress.Loopback]);
        });
        var result = await adapter.SendAsync(WebhookFixture.Request($"http://inside.example:{receiver.Port}/"));

        result.Verdict.Should().Be(DeliveryVerdict.Delivered);
        names.Should().Equal("inside.example");
        (await receiver.NextRequestAsync())["Host"].Should().Be($"inside.example:{receiver.Port}");
    }

    [Fact]
    public async Task An_IPv4_address_in_IPv6_clothes_is_reached_as_the_IPv4_address_that_was_judged()
    {
        await using var receiver = LoopbackReceiver.Answering(200);
        var named = WebhookFixture.Adapter(lookUp: Leads(IPAddress.Loopback.MapToIPv6()));
        (await named.SendAsync(WebhookFixture.Request($"http://mapped.example:{receiver.Port}/"))).Verdict.Should().Be(DeliveryVerdict.Delivered);

        await using var other = LoopbackReceiver.Answering(200);
        var written = WebhookFixture.Adapter();
        (await written.SendAsync(WebhookFixture.Request($"http://[::ffff:127.0.0.1]:{other.Port}/"))).Verdict.Should().Be(DeliveryVerdict.Delivered);
    }

    [Fact]
    public void An_idle_connection_is_gone_within_a_minute_of_its_last_use()
    {
        using var handler = OutboundHttp.Handler(new DestinationPolicy([]), TimeSpan.FromSeconds(5), Leads());

        // The pool looks at its connections four times within the idle timeout.
        (handler.PooledConnectionIdleTimeout * 1.25).Should().BeLessThan(TimeSpan.FromMinutes(1));
    }

    [Fact]
    public async Task One_denied_address_among_several_refuses_the_name()
    {
        await using var receiver = LoopbackReceiver.Answering(200);
        foreach (var addresses in new IPAddress[][] { [IPAddress.Loopback, Denied], [Denied, IPAddress.Loopback] })
        {
            var adapter = WebhookFixture.Adapter(lookUp: Leads(addresses));
            (await adapter.SendAsync(WebhookFixture.Request($"http://mixed.example:{receiver.Port}/"))).Code.Should().Be(ErrorCodes.DestinationBlocked);
        }

        receiver.Connections.Should().Be(0);
    }

    [Fact]
    public async Task When_one_vetted_address_does_not_answer_the_next_one_is_dialled()
    {
        await using var receiver = LoopbackReceiver.Answering(200);
        var adapter = WebhookFixture.Adapter(lookUp: Leads(NobodyHere, IPAddress.Loopback));
        (await adapter.SendAsync(WebhookFixture.Request($"http://two.example:{receiver.Port}/"))).Verdict.Should().Be(DeliveryVerdict.Delivered);
    }

    [Fact]
    public async Task A_name_without_addresses_is_a_failed_connection()
    {
        var adapter = WebhookFixture.Adapter(lookUp: Leads());
        (await adapter.SendAsync(WebhookFixture.Request("http://none.example/"))).Code.Should().Be(ErrorCodes.ConnectionFailed);
    }

    [Fact]
    public async Task A_name_is_judged_again_for_every_connection()
    {
        await using var receiver = new LoopbackReceiver(async c =>
        {
            await c.ReadRequestAsync();
            await c.WriteAsync("HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
        });
        var answers = new Queue<IPAddress>([IPAddress.Loopback, Denied]);
        var adapter = WebhookFixture.Adapter(lookUp: (_, _) => Task.FromResult<IPAddress[]>([answers.Dequeue()]));
        var request = WebhookFixture.Request($"http://rebinding.example:{receiver.Port}/");

        (await adapter.SendAsync(request)).Verdict.Should().Be(DeliveryVerdict.Delivered);
        (await adapter.SendAsync(request)).Code.Should().Be(ErrorCodes.DestinationBlocked);
        receiver.Connections.Should().Be(1);
    }

    [Theory]
    [InlineData("localhost")]
    [InlineData("LOCALHOST")]
    [InlineData("a.localhost")]
    [InlineData("127.0.0.1.")]
    [InlineData("2130706433")]
    public async Task Loopback_is_refused_by_every_name_and_reached_when_its_network_is_allowed(string host)
    {
        await using var receiver = LoopbackReceiver.Answering(200);
        var request = WebhookFixture.Request($"http://{host}:{receiver.Port}/");

        var refused = await WebhookFixture.Adapter(loopback: false).SendAsync(request);
        (refused.Verdict, refused.Code).Should().Be((DeliveryVerdict.Rejected, ErrorCodes.DestinationBlocked));
        receiver.Connections.Should().Be(0);

        (await WebhookFixture.Adapter().SendAsync(request)).Verdict.Should().Be(DeliveryVerdict.Delivered);
        receiver.Connections.Should().Be(1);
    }

    [Theory]
    [InlineData("http://example.com/")]
    [InlineData("https://10.0.0.1/")]
    [InlineData("https://example.com:22/")]
    public async Task A_stored_url_that_the_host_no_longer_allows_is_refused_before_anything_is_looked_up(string url)
    {
        var result = await WebhookFixture.Adapter(loopback: false).SendAsync(WebhookFixture.Request(url));
        (result.Verdict, result.Code).Should().Be((DeliveryVerdict.Rejected, ErrorCodes.DestinationBlocked));
        result.Response.Should().StartWith("config.url: ");
    }

    [Theory]
    [InlineData("https://example.com/a b", ErrorCodes.UrlMalformed)]
    [InlineData("https://example.com/\r\nX-Evil: 1", ErrorCodes.UrlMalformed)]
    [InlineData("https://u:p@example.com/", ErrorCodes.UrlUserinfoForbidden)]
    [InlineData("https://example.com/#x", ErrorCodes.UrlFragmentForbidden)]
    [InlineData("javascript:alert(1)", ErrorCodes.DestinationBlocked)]
    [InlineData("https://10.0.0.1/x", ErrorCodes.DestinationBlocked)]
    public async Task A_rendered_url_is_judged_as_a_whole(string url, string code)
    {
        var result = await WebhookFixture.Adapter(loopback: false).SendAsync(WebhookFixture.Request(url) with { IsConfigConstant = false });
        (result.Verdict, result.Code).Should().Be((DeliveryVerdict.Rejected, code));
        result.Response.Should().StartWith("config.url: ");
    }

    [Fact]
    public async Task A_rendered_url_that_grew_too_long_is_refused()
    {
        var result = await WebhookFixture.Adapter().SendAsync(WebhookFixture.Request("https://example.com/" + new string('a', 2048)));
        (result.Verdict, result.Code).Should().Be((DeliveryVerdict.Rejected, ErrorCodes.UrlTooLong));
    }

    [Fact]
    public async Task A_stored_config_that_is_no_longer_valid_is_refused()
    {
        var result = await WebhookFixture.Adapter().SendAsync(WebhookFixture.Request("https://example.com/", "\"method\":\"BREW\""));
        (result.Verdict, result.Code).Should().Be((DeliveryVerdict.Rejected, ErrorCodes.ConfigInvalid));
    }

    [Theory]
    [InlineData("10.1.2.3")]
    [InlineData("169.254.169.254")]
    [InlineData("168.63.129.16")]
    [InlineData("::1")]
    [InlineData("::ffff:127.0.0.1")]
    [InlineData("64:ff9b::a00:1")]
    [InlineData("fd00:ec2::254")]
    [InlineData("2002:7f00:1::")]
    public async Task A_name_that_leads_inside_is_refused(string address)
    {
        var adapter = WebhookFixture.Adapter(loopback: false, lookUp: Leads(IPAddress.Parse(address)));
        (await adapter.SendAsync(WebhookFixture.Request("https://inside.example/"))).Code.Should().Be(ErrorCodes.DestinationBlocked);
    }

    private static Func<string, CancellationToken, Task<IPAddress[]>> Leads(params IPAddress[] addresses) =>
        (_, _) => Task.FromResult(addresses);
}
