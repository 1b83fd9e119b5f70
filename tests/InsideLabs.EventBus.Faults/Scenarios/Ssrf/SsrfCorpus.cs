namespace InsideLabs.EventBus.Faults.Scenarios.Ssrf;

/// <summary>Everything that is tried, in both processes alike.</summary>
internal static class SsrfCorpus
{
    /// <summary>Where the proxies of the environment are.</summary>
    public const string Proxy = "http://10.1.2.3:8080";

    /// <summary>Answered by a receiver to whom one may go: each leads where one may not.</summary>
    public static IReadOnlyList<string> RedirectTargets { get; } =
        ["http://10.1.2.3/", "http://169.254.169.254/latest/meta-data/", "http://[fd00:ec2::254]/", $"http://{SsrfNames.Denied}/", "//127.0.0.1/"];

    /// <summary>Addresses in the spellings that URLs have for them, with what else stands before a path.</summary>
    private static readonly string[] Spellings =
    [
        "http://167838211/", "http://0xa.1.2.3/", "http://0xA010203/", "http://0XA010203/", "http://012.1.2.3/", "http://01200401003/", "http://10.66051/", "http://10.1.515/", // 10.1.2.3
        "http://2130706433/", "http://0x7f.1/", "http://0177.0.0.1/", "http://127.1/", "http://0/", "http://0x0/", "http://127.0.0.1./", "http://10.1.2.3.:8080/",
        "http://2852039166/", "http://0xa9.0xfe.0xa9.0xfe/", "http://0251.0376.0251.0376/", "http://169.254.43518/",
        "http://①②⑦.⓪.⓪.①/", "http://１０.１.２.３/", "http://127。0。0。1/", "http://10．1．2．3/", "http://10｡1｡2｡3/", "http://١٠.١.٢.٣/", "http://%31%30.1.2.3/", "http://10%2e1.2.3/",
        "http://localhost/", "http://LOCALHOST:8080/", "http://localhost./", "http://a.localhost/", "http://ⓛocalhost/", "http://ｌocalhost/", "http://%6cocalhost/",
        "http://[0:0:0:0:0:ffff:a01:203]/", "http://[::FFFF:10.1.2.3]:8080/", "http://[::10.1.2.3]/", "http://[fe80::1%25lo]/", "http://[fe80::1%lo]/", "http://[fe80::1%251]/", "http://[::1%25lo]/",
        "http://93.184.216.34@10.1.2.3/", "http://public.test:80@10.1.2.3/", "http://10.1.2.3:80@public.test/", "http://public.test%40@10.1.2.3/", "http://@10.1.2.3/",
        @"http://public.test\@10.1.2.3/", @"http://10.1.2.3\.public.test/", "http://10.1.2.3#@public.test/", "http://10.1.2.3?@public.test/", "http:///10.1.2.3/", "//10.1.2.3/", "file://10.1.2.3/x",
        "https://10.1.2.3/", "https://[fd00:ec2::254]/", "https://169.254.169.254/latest/", $"https://{SsrfNames.Denied}/", $"http://{SsrfNames.Denied}./", $"http://{SsrfNames.Denied}:8080/", "http://DENIED.Test/",
    ];

    /// <summary>All of it; the event of a case bears its number.</summary>
    public static IReadOnlyList<SsrfCase> All { get; } =
    [
        .. DeniedAddresses.V4.Select(a => SsrfCase.Webhook($"http://{a}/", SsrfOutcome.Denied)),
        .. DeniedAddresses.V6.Select(a => SsrfCase.Webhook($"http://[{a}]:8080/", SsrfOutcome.Denied)),
        .. Spellings.Select(s => SsrfCase.Webhook(s, SsrfOutcome.Denied)),
        .. SsrfNames.All.Where(n => n.Key is not (SsrfNames.Public or SsrfNames.Rebinding)).Select(n =>
            SsrfCase.Webhook($"http://{n.Key}/", SsrfOutcome.Denied) with { Hidden = [.. n.Value.SelectMany(a => a).Where(a => a.Length > 3)] }),
        .. new[] { 301, 302, 303, 307, 308 }.SelectMany(status => RedirectTargets.Select((_, i) =>
            SsrfCase.Webhook($"http://{SsrfNames.PublicV4}/redirect/{status}/{i}", SsrfOutcome.Redirected))),
        SsrfCase.Webhook($"http://{SsrfNames.Rebinding}/", SsrfOutcome.Reached) with { Then = SsrfOutcome.Denied, Hidden = ["10.1.2.3"] },
        SsrfCase.Webhook($"http://{SsrfNames.Public}/", SsrfOutcome.Reached),
        SsrfCase.Webhook($"http://{SsrfNames.PublicV4}:8080/", SsrfOutcome.Reached),
        SsrfCase.Webhook($"http://[{SsrfNames.PublicV6}]/", SsrfOutcome.Reached),
        SsrfCase.Webhook($"http://[::ffff:{SsrfNames.PublicV4}]/", SsrfOutcome.Reached),
        SsrfCase.Of("the web hook of Slack, written out", """{"adapter":"adapter:slack","text":"x","webhookUrl":"http://10.1.2.3/services/x"}"""),
        SsrfCase.Of("the web hook of Slack, by name", $$"""{"adapter":"adapter:slack","text":"x","webhookUrl":"http://{{SsrfNames.Denied}}/services/x"}"""),
        SsrfCase.Of("the web hook of Slack, from a secret", """{"adapter":"adapter:slack","text":"x","webhookUrl":"{{secrets.inside}}"}"""),
        SsrfCase.Of("the API of Slack", """{"adapter":"adapter:slack","text":"x","channel":"C012345"}"""),
        SsrfCase.Of("the API of the mail service", """{"adapter":"adapter:email","to":"ada@example.com","subject":"x","body":"x"}"""),
    ];

    /// <summary>Settings of adapters that must be refused, with the adapter.</summary>
    public static IReadOnlyList<(string Adapter, string Json)> RefusedSettings { get; } =
    [
        .. new[] { "10.1.2.3", "[fd00:ec2::254]", "localhost", "2852039166", "①②⑦.⓪.⓪.①" }.SelectMany(host => Settings($"http://{host}")),
    ];

    /// <summary>Settings that lead astray only when the name is looked up.</summary>
    public static IReadOnlyList<(string Adapter, string Json)> NamedSettings { get; } = Settings($"http://{SsrfNames.Denied}");

    /// <summary>The environment of the child: whoever heeds it speaks to a proxy instead.</summary>
    public static IReadOnlyDictionary<string, string> Proxies { get; } =
        new[] { "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "http_proxy", "https_proxy", "all_proxy" }.ToDictionary(n => n, _ => Proxy, StringComparer.Ordinal);

    /// <summary>The name of the subscription of a case, and a part of its event type.</summary>
    public static string NameOf(int number) => FormattableString.Invariant($"case-{number}");

    public static string EventTypeOf(int number) => $"ssrf.{NameOf(number)}.tried";

    private static (string Adapter, string Json)[] Settings(string url) =>
    [
        ("email", $$$"""{"settings":{"apiKey":"key-0123456789","from":"shop@example.com","apiUrl":"{{{url}}}"}}"""),
        ("slack", $$$"""{"settings":{"botToken":"xoxb-0123456789","apiUrl":"{{{url}}}"}}"""),
    ];
}
