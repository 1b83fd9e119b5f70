using System.Net;
using InsideLabs.EventBus.Adapters.Http;
using InsideLabs.EventBus.Errors;

namespace InsideLabs.EventBus.Adapters.Tests.Http;

public sealed class UrlRulesTests
{
    [Theory]
    [InlineData("https://example.com")]
    [InlineData("https://example.com/hook?a=b&c=%20d")]
    [InlineData("https://example.com:443/")]
    [InlineData("https://example.com:80/")]
    [InlineData("https://example.com:1024/")]
    [InlineData("https://example.com:65535/")]
    [InlineData("https://example.com./")]
    [InlineData("HTTPS://EXAMPLE.COM/")]
    [InlineData("https://8.8.8.8/")]
    [InlineData("https://[2606:4700:4700::1111]/")]
    [InlineData("https://example.com/@user")]
    [InlineData("https://example.com/?mail=a@b")]
    [InlineData("https://localhost.example.com/")]
    [InlineData("https://notlocalhost/")]
    [InlineData("https://example.com/ü")]
    public void A_public_https_url_is_accepted(string text) => Code(text).Should().BeNull();

    [Theory]
    [InlineData("https://bücher.example/", "xn--bcher-kva.example")]
    [InlineData("https://BÜCHER.example/", "xn--bcher-kva.example")]
    [InlineData("https://日本語.jp/", "xn--wgv71a119e.jp")]
    [InlineData("https://пример.рф/", "xn--e1afmkfd.xn--p1ai")]
    [InlineData("https://xn--bcher-kva.example/", "xn--bcher-kva.example")]
    public void A_name_in_everyday_letters_is_mapped_to_its_ascii_form(string text, string host)
    {
        Rules().TryRead(text, "url", out var url, out _).Should().BeTrue();
        url!.IdnHost.Should().Be(host);
    }

    [Theory]
    [InlineData("http://①②⑦.⓪.⓪.①/")]
    [InlineData("http://１２７.0.0.1/")]
    [InlineData("http://ⓛocalhost/")]
    [InlineData("https://ｅxample.com/")]
    [InlineData("https://ﬁsh.example/")]
    [InlineData("https://⒈1.1.1/")]
    [InlineData("https://exa\u00ADmple.com/")]
    [InlineData("https://bu\u0308cher.example/")]
    [InlineData("https://ⅷ.example/")]
    [InlineData("https://Ａ.example/")]
    [InlineData("https://𝟏27.0.0.1/")]
    [InlineData("https://ªb.example/")]
    [InlineData("https://üüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüü.example/")]
    public void A_name_that_cannot_be_mapped_safely_is_blocked(string text) => Code(text).Should().Be(ErrorCodes.DestinationBlocked);

    [Theory]
    [InlineData("https://127.0.0.1/")]
    [InlineData("https://127.0.0.1./")]
    [InlineData("https://127.1/")]
    [InlineData("https://127.1./")]
    [InlineData("https://0x7f.1/")]
    [InlineData("https://0x7f.1./")]
    [InlineData("https://0177.0.0.1/")]
    [InlineData("https://0177.0.0.1./")]
    [InlineData("https://2130706433/")]
    [InlineData("https://2130706433./")]
    [InlineData("https://127。0。0。1/")]
    [InlineData("https://127．0．0．1/")]
    [InlineData("https://127｡0｡0｡1｡/")]
    [InlineData("https://0/")]
    [InlineData("https://localhost/")]
    [InlineData("https://LOCALHOST./")]
    [InlineData("https://a.b.localhost/")]
    [InlineData("https://a.localhost./")]
    [InlineData("https://[::1]/")]
    [InlineData("https://[::]/")]
    [InlineData("https://[::ffff:127.0.0.1]/")]
    [InlineData("https://[::ffff:a9fe:a9fe]/")]
    [InlineData("https://[fe80::1%25eth0]/")]
    [InlineData("https://[64:ff9b::a00:1]/")]
    [InlineData("https://169.254.169.254:8080/latest")]
    public void An_address_that_is_not_public_is_blocked_in_every_spelling(string text) =>
        Code(text).Should().Be(ErrorCodes.DestinationBlocked);

    [Theory]
    [InlineData("")]
    [InlineData("x")]
    [InlineData("example.com/x")]
    [InlineData("http:example.com")]
    [InlineData("https://")]
    [InlineData("https:///x")]
    [InlineData("https://exa mple.com/")]
    [InlineData(" https://example.com/")]
    [InlineData("https://example.com/ ")]
    [InlineData("https://example.com/a b")]
    [InlineData("https://example.com/\r\nX-Evil: 1")]
    [InlineData("https://example.com/\0")]
    [InlineData("https://example.com/\u007f")]
    [InlineData("https://example.com/\u0085")]
    [InlineData("https://example.com\\@127.0.0.1/")]
    [InlineData("https:\\\\example.com/")]
    [InlineData("https://example.com:99999/")]
    [InlineData("https://example.com:x/")]
    [InlineData("https://127.0.0.1%2e/")]
    [InlineData("https://example..com/")]
    [InlineData("https://-a.example/")]
    [InlineData("https://[::1/")]
    [InlineData("https://[v1.x]/")]
    public void What_cannot_be_read_is_malformed(string text) => Code(text).Should().Be(ErrorCodes.UrlMalformed);

    [Fact]
    public void Half_of_a_surrogate_pair_is_malformed_anywhere()
    {
        Code("https://example.com/\ud800").Should().Be(ErrorCodes.UrlMalformed);
        Code("https://example.com/\udc00\ud800").Should().Be(ErrorCodes.UrlMalformed);
        Code("https://\ud800.example/").Should().Be(ErrorCodes.UrlMalformed);
        Code("https://example.com/\ud83d\ude00").Should().BeNull();
    }

    [Theory]
    [InlineData("ftp://example.com/")]
    [InlineData("javascript:alert(1)")]
    [InlineData("mailto:a@example.com")]
    [InlineData("ws://example.com/")]
    [InlineData("file:///etc/passwd")]
    [InlineData("//example.com/x")]
    public void Other_schemes_are_refused(string text) => Code(text).Should().Be(ErrorCodes.UrlSchemeForbidden);

    [Theory]
    [InlineData("https://user@example.com/")]
    [InlineData("https://:@example.com/")]
    [InlineData("https://@example.com/")]
    public void Userinfo_is_refused_even_when_empty(string text) => Code(text).Should().Be(ErrorCodes.UrlUserinfoForbidden);

    [Theory]
    [InlineData("https://example.com/#")]
    [InlineData("https://example.com/?a#b")]
    [InlineData("https://example.com#b")]
    public void A_fragment_is_refused_even_when_empty(string text) => Code(text).Should().Be(ErrorCodes.UrlFragmentForbidden);

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(25)]
    [InlineData(79)]
    [InlineData(81)]
    [InlineData(444)]
    [InlineData(1023)]
    public void Ports_below_1024_other_than_80_and_443_are_refused(int port) =>
        Code($"https://example.com:{port}/").Should().Be(ErrorCodes.UrlPortForbidden);

    [Theory]
    [InlineData("https://{{x}}/")]
    [InlineData("https://a{{x}}.example/")]
    [InlineData("https://example.com:{{port}}/")]
    [InlineData("https://{{user}}@example.com/")]
    [InlineData("https://example.com{{path}}")]
    [InlineData("{{scheme}}://example.com/")]
    [InlineData("{{global.base}}/hook")]
    [InlineData("//{{x}}/")]
    [InlineData("https://{{function.string.replace(x, \"/\", \"\")}}.example.com/")]
    public void A_template_before_the_path_is_refused_for_good(string text) => Code(text).Should().Be(ErrorCodes.UrlTemplateInHost);

    [Theory]
    [InlineData("https://example.com/{{ payload.id }}", null)]
    [InlineData("https://example.com?id={{payload.id}}", null)]
    [InlineData("https://example.com/{{function.string.replace(x, \"}}\", \"/ \\\" #\")}}/y", null)]
    [InlineData("https://example.com/{{a}}{{b}}?{{c}}", null)]
    [InlineData("https://example.com/{{never closed", null)]
    [InlineData("https://example.com/a/{{payload.id}}#x", ErrorCodes.UrlFragmentForbidden)]
    [InlineData("https://example.com/ {{payload.id}}", ErrorCodes.UrlMalformed)]
    [InlineData("https://example.com/\\{{payload.id}}", ErrorCodes.UrlMalformed)]
    [InlineData("ftp://example.com/{{payload.id}}", ErrorCodes.UrlSchemeForbidden)]
    [InlineData("https://u@example.com/{{payload.id}}", ErrorCodes.UrlUserinfoForbidden)]
    [InlineData("https://example.com:22/{{payload.id}}", ErrorCodes.UrlPortForbidden)]
    [InlineData("https://127.0.0.1/{{payload.id}}", ErrorCodes.DestinationBlocked)]
    [InlineData("http://example.com/{{payload.id}}", ErrorCodes.HttpsRequired)]
    public void Of_a_url_with_templates_after_the_host_the_rest_is_judged(string text, string? code) =>
        (Rules().JudgeWritten(text, "url")?.Code).Should().Be(code);

    [Theory]
    [InlineData("{{secrets.hook}}", null)]
    [InlineData("{{ global.hook }}", null)]
    [InlineData("https://hooks.slack.com/services/{{secrets.hook}}", null)]
    [InlineData("https://hooks.slack.com/services/T/B/X", null)]
    [InlineData("{{interaction.hook}}", ErrorCodes.ConfigInvalid)]
    [InlineData("https://hooks.slack.com/services/{{payload.hook}}", ErrorCodes.ConfigInvalid)]
    [InlineData("{{function.string.trim(secrets.hook)}}", ErrorCodes.ConfigInvalid)]
    [InlineData("{{secrets.host}}/x", ErrorCodes.UrlTemplateInHost)]
    [InlineData("https://{{secrets.host}}/x", ErrorCodes.UrlTemplateInHost)]
    [InlineData("http://hooks.slack.com/{{secrets.hook}}", ErrorCodes.HttpsRequired)]
    public void In_a_url_that_a_credential_goes_to_only_the_hosts_own_values_may_stand(string text, string? code) =>
        (Rules().JudgeWrittenOfHost(text, "url")?.Code).Should().Be(code);

    [Theory]
    [InlineData("https://example.com/a/../b", false)]
    [InlineData("https://example.com/a/..", false)]
    [InlineData("https://example.com/./a", false)]
    [InlineData("https://example.com/.", false)]
    [InlineData("https://example.com/a/%2e%2E/b?c", false)]
    [InlineData("https://example.com/a/.%2e#x", false)]
    [InlineData("https://example.com/a/%2E/", false)]
    [InlineData("https://example.com/../{{payload.id}}", false)]
    [InlineData("https://example.com/{{payload.id}}/%2e./hooks", false)]
    [InlineData("https://example.com/{{function.string.replace(x, \"/../\", \"/\")}}/y", true)]
    [InlineData("https://example.com/..{{payload.id}}", true)]
    [InlineData("https://example.com/.../.a/a./..b/.well-known/%2e%2e%2e/{{payload.id}}?next=/../x", true)]
    [InlineData("https://example.com?/../", true)]
    [InlineData("https://example.com", true)]
    public void A_made_url_holds_no_segment_that_climbs(string text, bool accepted)
    {
        var code = accepted ? null : ErrorCodes.UrlMalformed;
        if (TemplateText.HasExpressions(text))
        {
            (Rules().JudgeWritten(text, "config.url")?.Code).Should().Be(code);
            (Rules().JudgeWrittenOfHost(text.Replace("payload.id", "secrets.id"), "config.url")?.Code).Should().Be(
                text.Contains("function") ? ErrorCodes.ConfigInvalid : code);
            return;
        }

        Rules().TryReadMade(text, "config.url", out _, out var fault).Should().Be(accepted);
        fault.Code.Should().Be(code);
        if (!text.Contains('#'))
        {
            Rules().TryRead(text, "config.url", out _, out _).Should().BeTrue(because: "what is written out whole leads where its author wants");
        }
    }

    [Fact]
    public void A_rendered_url_holds_no_templates_any_more()
    {
        Rules().TryRead("https://example.com/%7B%7Bx%7D%7D", "url", out _, out _).Should().BeTrue();
        Rules().TryRead("https://{{x}}/", "url", out _, out var fault).Should().BeFalse();
        fault.Code.Should().Be(ErrorCodes.UrlMalformed);
    }

    [Fact]
    public void A_url_of_2048_characters_is_accepted_and_a_longer_one_is_not()
    {
        const string Start = "https://example.com/";
        Code(Start.PadRight(2048, 'a')).Should().BeNull();
        Code(Start.PadRight(2049, 'a')).Should().Be(ErrorCodes.UrlTooLong);
        Code(Start.PadRight(200_000, 'a')).Should().Be(ErrorCodes.UrlTooLong);
    }

    [Fact]
    public void One_fault_is_named_and_it_is_the_first_in_the_order_of_judgement()
    {
        // Each step removes the fault that was named, and the next one in the order shows.
        var path = new string('a', 2048);
        Code($"ftp://u@{{{{x}}}}:22/\\{path}#f").Should().Be(ErrorCodes.UrlTemplateInHost);
        Code($"ftp://u@127.0.0.1:22/\\{path}#f").Should().Be(ErrorCodes.UrlMalformed);
        Code($"ftp://u@127.0.0.1:22/{path}#f").Should().Be(ErrorCodes.UrlTooLong);
        Code("ftp://u@127.0.0.1:22/#f").Should().Be(ErrorCodes.UrlSchemeForbidden);
        Code("http://u@127.0.0.1:22/#f").Should().Be(ErrorCodes.UrlUserinfoForbidden);
        Code("http://127.0.0.1:22/#f").Should().Be(ErrorCodes.UrlFragmentForbidden);
        Code("http://127.0.0.1:22/").Should().Be(ErrorCodes.UrlPortForbidden);
        Code("http://127.0.0.1/").Should().Be(ErrorCodes.DestinationBlocked);
        Code("http://example.com/").Should().Be(ErrorCodes.HttpsRequired);
        Code("https://example.com/").Should().BeNull();
    }

    [Fact]
    public void A_host_may_allow_http_and_networks()
    {
        var rules = Rules(allowHttp: true, "127.0.0.0/8");
        foreach (var text in new[] { "http://127.0.0.1:8080/", "http://localhost/", "http://a.localhost:5000/", "http://example.com/" })
        {
            rules.TryRead(text, "url", out _, out _).Should().BeTrue(text);
        }

        rules.TryRead("http://[::1]/", "url", out _, out var fault).Should().BeFalse();
        fault.Code.Should().Be(ErrorCodes.DestinationBlocked);
    }

    [Fact]
    public void A_fault_shows_neither_the_password_nor_the_path()
    {
        foreach (var text in new[] { "https://user:hunter2@example.com/hunter2", "http://127.0.0.1/hunter2", "https://example.com:22/hunter2" })
        {
            Rules().TryRead(text, "config.url", out _, out var fault).Should().BeFalse();
            fault.Field.Should().Be("config.url");
            fault.Message.Should().NotBeEmpty().And.NotContain("hunter2");
        }
    }

    /// <summary>Without templates, a URL is judged alike when it is written and when it is called.</summary>
    private static string? Code(string text)
    {
        var written = Rules().JudgeWritten(text, "url")?.Code;
        if (!TemplateText.HasExpressions(text))
        {
            Rules().TryRead(text, "url", out _, out var fault).Should().Be(written is null);
            fault.Code.Should().Be(written);
        }

        return written;
    }

    private static UrlRules Rules(bool allowHttp = false, params string[] networks) =>
        new(new DestinationPolicy(networks.Select(n => IPNetwork.Parse(n))), allowHttp);
}
