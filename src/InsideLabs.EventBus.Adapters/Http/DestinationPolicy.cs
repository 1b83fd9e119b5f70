using System.Net;
using System.Net.Sockets;

namespace InsideLabs.EventBus.Adapters.Http;

/// <summary>
/// Which addresses an outgoing call may reach. Denied by class: everything that is not a public unicast address, unless the
/// host allows its network.
/// </summary>
internal sealed class DestinationPolicy(IEnumerable<IPNetwork> allowed)
{
    /// <summary>IPv4 is allowed outside these; 168.63.129.16 is a public address, behind which a cloud's own services answer.</summary>
    private static readonly IPNetwork[] DeniedV4 = Parse(
        "0.0.0.0/8",
        "10.0.0.0/8",
        "100.64.0.0/10",
        "127.0.0.0/8",
        "168.63.129.16/32",
        "169.254.0.0/16",
        "172.16.0.0/12",
        "192.0.0.0/24",
        "192.0.2.0/24",
        "192.31.196.0/24",
        "192.52.193.0/24",
        "192.88.99.0/24",
        "192.168.0.0/16",
        "192.175.48.0/24",
        "198.18.0.0/15",
        "198.51.100.0/24",
        "203.0.113.0/24",
        "224.0.0.0/4",
        "240.0.0.0/4");

    /// <summary>
    /// IPv6 is allowed only inside this: loopback, link-local, unique-local, site-local, multicast, IPv4-compatible and NAT64
    /// addresses all lie outside.
    /// </summary>
    private static readonly IPNetwork GlobalUnicast = IPNetwork.Parse("2000::/3");

    /// <summary>What is denied inside it: among others Teredo and 6to4, which carry an IPv4 address of anyone's choice.</summary>
    private static readonly IPNetwork[] DeniedV6 = Parse(
        "2001::/23",
        "2001:db8::/32",
        "2002::/16",
        "2620:4f:8000::/48",
        "3fff::/20");

    private readonly IPNetwork[] _allowed = [.. allowed];

    /// <summary>Whether an outgoing call may be made to an address.</summary>
    /// <param name="address">The address; one that is an IPv4 address in IPv6 clothes is judged as the IPv4 address.</param>
    public bool Allows(IPAddress address)
    {
        var judged = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        return Array.Exists(_allowed, n => n.Contains(judged)) || !IsDenied(judged);
    }

    private static bool IsDenied(IPAddress address) => address.AddressFamily == AddressFamily.InterNetwork
        ? Array.Exists(DeniedV4, n => n.Contains(address))
        : !GlobalUnicast.Contains(address) || Array.Exists(DeniedV6, n => n.Contains(address));

    private static IPNetwork[] Parse(params ReadOnlySpan<string> networks)
    {
        var parsed = new IPNetwork[networks.Length];
        for (var i = 0; i < networks.Length; i++)
        {
            parsed[i] = IPNetwork.Parse(networks[i]);
        }

        return parsed;
    }
}
