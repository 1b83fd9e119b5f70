namespace InsideLabs.EventBus.Faults.Scenarios.Ssrf;

/// <summary>The names that the name server of the scenario knows, each with what it leads to: one list of addresses per look-up, the last one for ever.</summary>
internal static class SsrfNames
{
    public const string PublicV4 = "93.184.216.34";
    public const string PublicV6 = "2606:2800:220:1::1";
    public const string Public = "public.test";
    public const string Denied = "denied.test";
    public const string Rebinding = "rebinding.test";

    public static IReadOnlyDictionary<string, string[][]> All { get; } = new Dictionary<string, string[][]>(
        [
            .. DeniedAddresses.V4.Select((a, i) => Name($"v4-{i}.test", a)),
            .. DeniedAddresses.V6.Select((a, i) => Name($"v6-{i}.test", a)),
            Name(Public, PublicV4, PublicV6),
            Name(Denied, "10.1.2.3"),
            Name("mixed-last.test", PublicV4, "10.1.2.3"),
            Name("mixed-first.test", "169.254.169.254", PublicV4),
            Name("mixed-families.test", PublicV4, "fd00:ec2::254"),
            Name("mixed-mapped.test", PublicV4, "::ffff:10.1.2.3"),
            Name("mixed-nat64.test", PublicV6, "64:ff9b::a00:1"),
            KeyValuePair.Create<string, string[][]>(Rebinding, [[PublicV4], ["10.1.2.3"]]),
        ],
        StringComparer.OrdinalIgnoreCase);

    private static KeyValuePair<string, string[][]> Name(string name, params string[] addresses) => KeyValuePair.Create<string, string[][]>(name, [addresses]);
}
