using System.Globalization;
using System.Text;
using System.Text.Json;
using InsideLabs.EventBus.Faults.Receiving;
using InsideLabs.EventBus.Signatures;

namespace InsideLabs.EventBus.Faults.Tests.Receiving;

/// <summary>The campaign verifies by itself: here its own verifier meets the published signatures.</summary>
public sealed class SignatureCheckTests
{
    private const string Prefix = "whsec_";

    public static TheoryData<string> Cases => [.. All().Select(c => c.GetProperty("name").GetString()!)];

    [Theory]
    [MemberData(nameof(Cases))]
    public void A_published_signature_is_valid(string name) => Check(name, static s => s).Should().Be(WebhookVerification.Valid);

    [Theory]
    [MemberData(nameof(Cases))]
    public void A_signature_over_other_bytes_is_not(string name) =>
        Check(name, static s => s, body => body + " ").Should().Be(WebhookVerification.Mismatch);

    [Theory]
    [InlineData(null, WebhookVerification.MalformedHeaders)]
    [InlineData("v1,AAAA", WebhookVerification.Mismatch)]
    [InlineData("", WebhookVerification.Mismatch)]
    public void Another_signature_is_not(string? signature, WebhookVerification verification) =>
        Check("reference", _ => signature).Should().Be(verification);

    [Theory]
    [InlineData(-301)]
    [InlineData(301)]
    public void A_timestamp_out_of_tolerance_is_reported(int seconds) =>
        Check("reference", static s => s, late: seconds).Should().Be(WebhookVerification.TimestampOutsideTolerance);

    private static WebhookVerification Check(
        string name,
        Func<string?, string?> signature,
        Func<string, string>? body = null,
        int late = 0)
    {
        var found = All().Single(c => string.Equals(c.GetProperty("name").GetString(), name, StringComparison.Ordinal));
        var timestamp = found.GetProperty("timestamp").GetInt64();
        return SignatureCheck.Verify(
            Convert.FromBase64String(Text("secret")[Prefix.Length..]),
            Text("id"),
            timestamp.ToString(CultureInfo.InvariantCulture),
            signature(Text("signature")),
            Encoding.UTF8.GetBytes((body ?? (static s => s))(Text("body"))),
            DateTimeOffset.FromUnixTimeSeconds(timestamp + late));

        string Text(string property) => found.GetProperty(property).GetString()!;
    }

    private static JsonElement[] All() =>
        [.. JsonDocument.Parse(File.ReadAllText("conformance/webhook-signatures.json")).RootElement.GetProperty("cases").EnumerateArray()];
}
