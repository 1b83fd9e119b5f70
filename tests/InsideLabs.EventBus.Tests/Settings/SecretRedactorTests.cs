using System.Buffers.Text;
using System.Net;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using InsideLabs.EventBus.Conformance;
using InsideLabs.EventBus.Settings;
using InsideLabs.EventBus.Signatures;

namespace InsideLabs.EventBus.Tests.Settings;

public sealed class SecretRedactorTests
{
    private const string Tricky = "p@ss/wörd+\"quote\" & <more>";

    private static readonly WebhookSecret Signing = WebhookSecret.Parse("whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD");

    public static TheoryData<string, string> FormsOf(string secret)
    {
        var bytes = Encoding.UTF8.GetBytes(secret);
        return new TheoryData<string, string>
        {
            { "raw", secret },
            { "base64", Convert.ToBase64String(bytes) },
            { "base64 without padding", Convert.ToBase64String(bytes).TrimEnd('=') },
            { "base64url", Base64Url.EncodeToString(bytes) },
            { "hex", Convert.ToHexString(bytes) },
            { "hex in lower case", Convert.ToHexStringLower(bytes) },
            { "percent", Uri.EscapeDataString(secret) },
            { "percent in lower case", PercentInLowerCase(secret) },
            { "form", WebUtility.UrlEncode(secret) },
            { "json", JsonEncodedText.Encode(secret).Value },
            { "json, relaxed", JsonEncodedText.Encode(secret, JavaScriptEncoder.UnsafeRelaxedJsonEscaping).Value },
            { "json, slashes escaped", JsonEncodedText.Encode(secret, JavaScriptEncoder.UnsafeRelaxedJsonEscaping).Value.Replace("/", "\\/") },
            { "json, lower case", JsonEncodedText.Encode(secret).Value.Replace("\\u002B", "\\u002b").Replace("\\u003C", "\\u003c").Replace("\\u003E", "\\u003e").Replace("\\u00F6", "\\u00f6") },
        };
    }

    [Theory]
    [MemberData(nameof(FormsOf), "p@ss/wörd+\"quote\" & <more>")]
    public void A_secret_is_taken_out_in_every_form(string form, string echo)
    {
        SecretRedactor.Redact($"your key is {echo}, twice {echo}.", [Tricky]).Should().Be("your key is ***, twice ***.", form);
        SecretRedactor.Redact(echo, [Tricky]).Should().Be("***", form);
    }

    [Theory]
    [MemberData(nameof(FormsOf), "whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD")]
    [MemberData(nameof(FormsOf), "C2FVsBQIhrscChlQIMV+b5sSYspob7oD")]
    public void A_signing_secret_is_taken_out_with_and_without_its_prefix(string form, string echo) =>
        SecretRedactor.Redact($"<{echo}>", [Signing], []).Should().Be("<***>", form);

    [Theory]
    [InlineData("")]
    [InlineData("u")]
    [InlineData("us")]
    [InlineData("user:")]
    public void A_secret_within_a_longer_base64_is_taken_out_wherever_it_begins(string before)
    {
        const string Secret = "s3cr3t-t0ken-value";
        var echo = Convert.ToBase64String(Encoding.UTF8.GetBytes(before + Secret + "; and more"));

        var redacted = SecretRedactor.Redact(echo, [Secret]);

        redacted.Should().Contain("***");
        Encoding.UTF8.GetString(Convert.FromBase64String(redacted.Replace("***", "AAAA").PadRight((redacted.Length + 4) / 4 * 4, 'A')))
            .Should().NotContain("t0ken");
    }

    [Fact]
    public void A_signing_secrets_bare_key_is_taken_out()
    {
        var key = Convert.FromBase64String("C2FVsBQIhrscChlQIMV+b5sSYspob7oD");
        foreach (var echo in new[] { Convert.ToHexString(key), Convert.ToHexStringLower(key), Base64Url.EncodeToString(key) })
        {
            SecretRedactor.Redact($"<{echo}>", [Signing], []).Should().Be("<***>");
        }
    }

    [Fact]
    public void The_echo_of_the_contract_is_redacted()
    {
        var row = ConformanceCases.BadInputs("receiver").Single(c => c.GetProperty("id").ValueEquals("rx-echo-secret"));
        var body = row.GetProperty("input").GetProperty("body").GetString()!;
        var secret = WebhookSecret.Parse(body[body.IndexOf("whsec_", StringComparison.Ordinal)..]);
        SecretRedactor.Redact(body, [secret], []).Should().Be("your key is ***");
    }

    [Fact]
    public void Every_secret_of_several_is_taken_out()
    {
        var other = WebhookSecret.Generate();
        SecretRedactor.Redact($"{Signing.Reveal()} {other.Reveal()}", [Signing, other], []).Should().Be("*** ***");
        SecretRedactor.Redact("one two three", ["one", "three"]).Should().Be("*** two ***");
    }

    [Fact]
    public void Overlapping_occurrences_leave_nothing_behind()
    {
        SecretRedactor.Redact("<abcdef>", ["abcd", "cdef"]).Should().Be("<***>");
        SecretRedactor.Redact("<ababa>", ["aba"]).Should().Be("<***>");
    }

    [Fact]
    public void A_secret_that_was_cut_off_at_the_end_is_taken_out()
    {
        var secret = Signing.Reveal();
        for (var length = 3; length <= secret.Length; length++)
        {
            SecretRedactor.Redact($"your key is {secret[..length]}", [Signing], []).Should().Be("your key is ***");
        }
    }

    [Fact]
    public void A_text_without_secrets_stays_the_same_instance()
    {
        const string Text = "{\"status\":\"ok\"}";
        SecretRedactor.Redact(Text, [Signing], []).Should().BeSameAs(Text);
        SecretRedactor.Redact(Text, ["absent", ""]).Should().BeSameAs(Text);
        SecretRedactor.Redact(string.Empty, [Signing], []).Should().BeEmpty();
    }

    [Fact]
    public void Fragments_that_merely_look_like_a_secret_stay() =>
        SecretRedactor.Redact("whsec_ is a prefix, C2FV a word", [Signing], []).Should().Be("whsec_ is a prefix, C2FV a word");

    private static string PercentInLowerCase(string text) => string.Concat(
        Uri.EscapeDataString(text).Split('%').Select((part, i) => i == 0 ? part : "%" + part[..2].ToLowerInvariant() + part[2..]));
}
