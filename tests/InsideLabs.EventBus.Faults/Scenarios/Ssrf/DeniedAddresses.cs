namespace InsideLabs.EventBus.Faults.Scenarios.Ssrf;

/// <summary>
/// The addresses that nobody may be aimed at, written down from the IANA registries and not taken from the library: the first and the
/// last of every special network, and what clouds and neighbours put into them.
/// </summary>
internal static class DeniedAddresses
{
    public static IReadOnlyList<string> V4 { get; } =
    [
        "0.0.0.0", "0.255.255.255", // this network
        "10.0.0.0", "10.1.2.3", "10.255.255.255", // private
        "100.64.0.0", "100.64.0.9", "100.100.100.200", "100.127.255.255", // shared by a provider; a cloud's metadata
        "127.0.0.1", "127.255.255.254", // this host
        "168.63.129.16", // a cloud's own services
        "169.254.0.1", "169.254.169.254", "169.254.170.2", "169.254.255.255", // link-local; clouds' metadata
        "172.16.0.1", "172.17.0.1", "172.31.255.255", // private
        "192.0.0.1", "192.0.0.192", "192.0.2.10", "192.31.196.1", "192.52.193.1", "192.88.99.1", "192.168.7.7", "192.168.255.255", "192.175.48.1",
        "198.18.0.1", "198.19.255.255", "198.51.100.1", "203.0.113.1", // benchmarks, documents
        "224.0.0.1", "239.255.255.255", "240.0.0.1", "255.255.255.255", // multicast, reserved, broadcast
    ];

    public static IReadOnlyList<string> V6 { get; } =
    [
        "::", "::1", "::a01:203", "::ffff:10.1.2.3", "::ffff:a9fe:a9fe", "::ffff:0:10.1.2.3", // this host; IPv4 in other clothes
        "64:ff9b::a00:1", "64:ff9b::169.254.169.254", "64:ff9b:1::1", "100::1", "100:0:0:1::1", // NAT64, discarded
        "2001::1", "2001:2::1", "2001:10::1", "2001:1ff:ffff::1", "2001:db8::1", "2002:a01:203::1", "2620:4f:8000::1", "3fff::1", // Teredo and others, documents, 6to4
        "5f00::1", "fc00::1", "fd00:ec2::254", "fe80::1", "febf::1", "fec0::1", "ff02::1", // unique-local with a cloud's metadata, link-local, multicast
    ];
}
