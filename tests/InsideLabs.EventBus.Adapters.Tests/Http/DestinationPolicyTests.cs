using System.Net;
using InsideLabs.EventBus.Adapters.Http;

namespace InsideLabs.EventBus.Adapters.Tests.Http;

public sealed class DestinationPolicyTests
{
    private readonly DestinationPolicy _policy = new([]);

    [Theory]
    [InlineData("0.0.0.0/8", "0.0.0.0", "0.255.255.255", null, "1.0.0.0")]
    [InlineData("10/8", "10.0.0.0", "10.255.255.255", "9.255.255.255", "11.0.0.0")]
    [InlineData("100.64/10", "100.64.0.0", "100.127.255.255", "100.63.255.255", "100.128.0.0")]
    [InlineData("127/8", "127.0.0.0", "127.255.255.255", "126.255.255.255", "128.0.0.0")]
    [InlineData("168.63.129.16", "168.63.129.16", "168.63.129.16", "168.63.129.15", "168.63.129.17")]
    [InlineData("169.254/16", "169.254.0.0", "169.254.255.255", "169.253.255.255", "169.255.0.0")]
    [InlineData("172.16/12", "172.16.0.0", "172.31.255.255", "172.15.255.255", "172.32.0.0")]
    [InlineData("192.0.0/24", "192.0.0.0", "192.0.0.255", "191.255.255.255", "192.0.1.0")]
    [InlineData("192.0.2/24", "192.0.2.0", "192.0.2.255", "192.0.1.255", "192.0.3.0")]
    [InlineData("192.31.196/24", "192.31.196.0", "192.31.196.255", "192.31.195.255", "192.31.197.0")]
    [InlineData("192.52.193/24", "192.52.193.0", "192.52.193.255", "192.52.192.255", "192.52.194.0")]
    [InlineData("192.88.99/24", "192.88.99.0", "192.88.99.255", "192.88.98.255", "192.88.100.0")]
    [InlineData("192.168/16", "192.168.0.0", "192.168.255.255", "192.167.255.255", "192.169.0.0")]
    [InlineData("192.175.48/24", "192.175.48.0", "192.175.48.255", "192.175.47.255", "192.175.49.0")]
    [InlineData("198.18/15", "198.18.0.0", "198.19.255.255", "198.17.255.255", "198.20.0.0")]
    [InlineData("198.51.100/24", "198.51.100.0", "198.51.100.255", "198.51.99.255", "198.51.101.0")]
    [InlineData("203.0.113/24", "203.0.113.0", "203.0.113.255", "203.0.112.255", "203.0.114.0")]
    [InlineData("224/4", "224.0.0.0", "239.255.255.255", "223.255.255.255", null)]
    [InlineData("240/4", "240.0.0.0", "255.255.255.255", null, null)]
    [InlineData("below 2000::/3", "::", "1fff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", null, "2000::")]
    [InlineData("above 2000::/3", "4000::", "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", "3fff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", null)]
    [InlineData("2001::/23", "2001::", "2001:1ff:ffff:ffff:ffff:ffff:ffff:ffff", "2000:ffff:ffff:ffff:ffff:ffff:ffff:ffff", "2001:200::")]
    [InlineData("2001:db8::/32", "2001:db8::", "2001:db8:ffff:ffff:ffff:ffff:ffff:ffff", "2001:db7:ffff:ffff:ffff:ffff:ffff:ffff", "2001:db9::")]
    [InlineData("2002::/16", "2002::", "2002:ffff:ffff:ffff:ffff:ffff:ffff:ffff", "2001:ffff:ffff:ffff:ffff:ffff:ffff:ffff", "2003::")]
    [InlineData("2620:4f:8000::/48", "2620:4f:8000::", "2620:4f:8000:ffff:ffff:ffff:ffff:ffff", "2620:4f:7fff:ffff:ffff:ffff:ffff:ffff", "2620:4f:8001::")]
    [InlineData("3fff::/20", "3fff::", "3fff:fff:ffff:ffff:ffff:ffff:ffff:ffff", "3ffe:ffff:ffff:ffff:ffff:ffff:ffff:ffff", "3fff:1000::")]
    public void A_denied_range_is_denied_from_end_to_end_and_its_neighbours_are_not(
        string range,
        string first,
        string last,
        string? before,
        string? after)
    {
        Allows(first).Should().BeFalse(range);
        Allows(last).Should().BeFalse(range);
        foreach (var neighbour in new[] { before, after }.OfType<string>())
        {
            Allows(neighbour).Should().BeTrue($"{neighbour} lies outside {range}");
        }
    }

    [Theory]
    [InlineData("::1")]
    [InlineData("::10.0.0.1")]
    [InlineData("::8.8.8.8")]
    [InlineData("64:ff9b::a00:1")]
    [InlineData("64:ff9b::808:808")]
    [InlineData("64:ff9b:1::a00:1")]
    [InlineData("100::1")]
    [InlineData("2001:0:4136:e378:8000:63bf:3fff:fdd2")]
    [InlineData("2002:7f00:1::")]
    [InlineData("5f00::1")]
    [InlineData("fc00::1")]
    [InlineData("fd00:ec2::254")]
    [InlineData("fe80::1")]
    [InlineData("fe80::1%1")]
    [InlineData("fec0::1")]
    [InlineData("ff02::1")]
    [InlineData("::ffff:10.0.0.1")]
    [InlineData("::ffff:127.0.0.1")]
    [InlineData("::ffff:169.254.169.254")]
    public void Addresses_that_are_not_public_are_denied(string address) => Allows(address).Should().BeFalse();

    [Theory]
    [InlineData("8.8.8.8")]
    [InlineData("::ffff:8.8.8.8")]
    [InlineData("2606:4700:4700::1111")]
    public void Public_addresses_are_allowed(string address) => Allows(address).Should().BeTrue();

    [Fact]
    public void A_network_that_the_host_allows_is_reached_and_no_more()
    {
        var policy = new DestinationPolicy([IPNetwork.Parse("10.1.0.0/16"), IPNetwork.Parse("fd00:1::/32")]);
        policy.Allows(IPAddress.Parse("10.1.255.255")).Should().BeTrue();
        policy.Allows(IPAddress.Parse("::ffff:10.1.2.3")).Should().BeTrue();
        policy.Allows(IPAddress.Parse("fd00:1::5")).Should().BeTrue();
        policy.Allows(IPAddress.Parse("10.2.0.0")).Should().BeFalse();
        policy.Allows(IPAddress.Parse("fd00:2::5")).Should().BeFalse();
        policy.Allows(IPAddress.Parse("8.8.8.8")).Should().BeTrue();
    }

    private bool Allows(string address) => _policy.Allows(IPAddress.Parse(address));
}
