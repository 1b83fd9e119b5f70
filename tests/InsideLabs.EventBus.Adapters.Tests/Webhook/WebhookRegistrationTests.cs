using InsideLabs.EventBus.Adapters.Http;
using InsideLabs.EventBus.Adapters.Tests.Receivers;
using InsideLabs.EventBus.Adapters.Webhook;
using InsideLabs.EventBus.Registration;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace InsideLabs.EventBus.Adapters.Tests.Webhook;

public sealed class WebhookRegistrationTests
{
    [Fact]
    public async Task The_registered_adapter_delivers_where_the_options_allow()
    {
        await using var receiver = LoopbackReceiver.Answering(200);
        using var host = HostWith(o =>
        {
            o.AllowHttp = true;
            o.AllowedNetworks.Add("127.0.0.0/8");
        });
        await host.StartAsync();
        var adapter = host.Services.GetServices<IDeliveryAdapter>().Should().ContainSingle().Subject;

        adapter.Should().BeOfType<WebhookAdapter>();
        (adapter.Name, adapter.Signs, adapter.AttemptTimeout).Should().Be(("adapter:webhook", true, null));
        (await adapter.SendAsync(WebhookFixture.Request(receiver.Url), CancellationToken.None)).Verdict.Should().Be(DeliveryVerdict.Delivered);
        await host.StopAsync();
    }

    [Fact]
    public async Task Without_options_it_takes_public_https_only()
    {
        using var host = HostWith([null]);
        await host.StartAsync();
        var adapter = host.Services.GetRequiredService<IDeliveryAdapter>();
        (await adapter.SendAsync(WebhookFixture.Request("http://127.0.0.1:5000/"), CancellationToken.None)).Verdict.Should().Be(DeliveryVerdict.Rejected);
        await host.StopAsync();
    }

    [Theory]
    [InlineData("10.0.0.1/8")]
    [InlineData("10.0.0.0/33")]
    [InlineData("10.0.0.0")]
    [InlineData("010.0.0.0/8")]
    [InlineData("10.0/16")]
    [InlineData("fd00::1/32")]
    [InlineData("example.com")]
    [InlineData("")]
    public async Task A_network_that_is_none_stops_the_host_and_is_named(string network)
    {
        using var host = HostWith(o => o.AllowedNetworks.Add(network));
        (await FluentActions.Awaiting(() => host.StartAsync()).Should().ThrowAsync<OptionsValidationException>())
            .Which.Message.Should().Contain($"'{network}'").And.Contain("AllowedNetworks");
    }

    [Theory]
    [InlineData(0, false)]
    [InlineData(-1, false)]
    [InlineData(1, true)]
    [InlineData(60_000, true)]
    [InlineData(60_001, false)]
    public void A_connect_timeout_is_more_than_zero_and_at_most_a_minute(int milliseconds, bool accepted) => new OutboundHttpOptionsValidator()
        .Validate(null, new OutboundHttpOptions { ConnectTimeout = TimeSpan.FromMilliseconds(milliseconds) }).Succeeded.Should().Be(accepted);

    [Fact]
    public void Adding_webhooks_twice_makes_one_adapter_with_both_configurations()
    {
        using var host = HostWith(o => o.AllowedNetworks.Add("10.0.0.0/8"), o => o.AllowHttp = true);
        host.Services.GetServices<IDeliveryAdapter>().Should().ContainSingle();
        var options = host.Services.GetRequiredService<IOptions<OutboundHttpOptions>>().Value;
        (options.AllowHttp, options.AllowedNetworks.Single()).Should().Be((true, "10.0.0.0/8"));
    }

    [Fact]
    public async Task All_adapters_share_the_rules_of_the_host_and_the_door()
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Services.AddSingleton(TimeProvider.System);
        new Builder(builder.Services)
            .AddWebhooks(o => o.AllowedNetworks.Add("127.0.0.0/8"))
            .AddEmail(o => o.AllowHttp = true)
            .AddSlack()
            .AddSlack()
            .AddOutboundHttp(o => o.ConnectTimeout = TimeSpan.FromSeconds(2));
        using var host = builder.Build();
        await host.StartAsync();

        host.Services.GetServices<IDeliveryAdapter>().Select(a => a.Name).Should().Equal("adapter:webhook", "adapter:email", "adapter:slack");
        host.Services.GetRequiredService<IOptions<OutboundHttpOptions>>().Value.Should().BeEquivalentTo(
            new { AllowHttp = true, AllowedNetworks = new[] { "127.0.0.0/8" }, ConnectTimeout = TimeSpan.FromSeconds(2) });
        await using var slack = LoopbackReceiver.Answering(200, body: "ok");
        var request = OutboundFixture.Request("adapter:slack", $$"""{"webhookUrl":"{{slack.Url}}","text":"hi"}""", settings: null);
        (await host.Services.GetServices<IDeliveryAdapter>().Last().SendAsync(request)).Verdict.Should().Be(DeliveryVerdict.Delivered);
        await host.StopAsync();
    }

    [Fact]
    public void Options_bind_from_configuration()
    {
        var settings = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["AllowHttp"] = "true",
            ["AllowedNetworks:0"] = "10.1.0.0/16",
            ["AllowedNetworks:1"] = "fd00:1::/32",
        }).Build();
        using var host = HostWith(settings.Bind);
        var options = host.Services.GetRequiredService<IOptions<OutboundHttpOptions>>().Value;
        options.AllowHttp.Should().BeTrue();
        options.AllowedNetworks.Should().Equal("10.1.0.0/16", "fd00:1::/32");
    }

    private static IHost HostWith(params Action<OutboundHttpOptions>?[] configure)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Services.AddSingleton(TimeProvider.System);
        foreach (var each in configure)
        {
            new Builder(builder.Services).AddWebhooks(each);
        }

        return builder.Build();
    }

    private sealed record Builder(IServiceCollection Services) : IEventBusBuilder;
}
