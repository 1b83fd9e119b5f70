using System.Text;
using InsideLabs.EventBus.Conformance;
using InsideLabs.EventBus.Signatures;

namespace InsideLabs.EventBus.Tests.Signatures;

public sealed class WebhookSignatureTests
{
    private const string Id = "019646a0-0000-7000-8000-000000000001";

    private static readonly DateTimeOffset SentAt = DateTimeOffset.FromUnixTimeSeconds(1_775_650_000);
    private static readonly string Timestamp = SentAt.ToUnixTimeSeconds().ToString();
    private static readonly byte[] Body = """{"a":1}"""u8.ToArray();

    private readonly WebhookSecret _secret = WebhookSecret.Generate();

    public static TheoryData<string> Cases() => [.. ConformanceCases.Load("webhook-signatures.json")
        .GetProperty("cases").EnumerateArray().Select(c => c.GetProperty("name").GetString()!)];

    [Theory]
    [MemberData(nameof(Cases))]
    public void The_published_vectors_come_out_and_verify(string name)
    {
        var row = ConformanceCases.Load("webhook-signatures.json").GetProperty("cases").EnumerateArray()
            .Single(c => c.GetProperty("name").ValueEquals(name));
        var secret = WebhookSecret.Parse(row.GetProperty("secret").GetString()!);
        var id = row.GetProperty("id").GetString()!;
        var seconds = row.GetProperty("timestamp").GetInt64();
        var body = Encoding.UTF8.GetBytes(row.GetProperty("body").GetString()!);
        var signature = row.GetProperty("signature").GetString()!;
        var at = DateTimeOffset.FromUnixTimeSeconds(seconds);

        WebhookSignature.Sign(secret, id, at, body).Should().Be(signature);
        WebhookSignature.Verify(secret, id, seconds.ToString(), signature, body, at).Should().Be(WebhookVerification.Valid);
    }

    [Fact]
    public void While_rotating_both_secrets_sign_and_either_one_verifies()
    {
        var previous = WebhookSecret.Generate();
        var header = WebhookSignature.Sign([_secret, previous], Id, SentAt, Body);

        header.Split(' ').Should().Equal(
            WebhookSignature.Sign(_secret, Id, SentAt, Body),
            WebhookSignature.Sign(previous, Id, SentAt, Body));
        Verify(header, secrets: _secret).Should().Be(WebhookVerification.Valid);
        Verify(header, secrets: previous).Should().Be(WebhookVerification.Valid);
        Verify(header, secrets: [WebhookSecret.Generate(), previous]).Should().Be(WebhookVerification.Valid);
        Verify(header, secrets: WebhookSecret.Generate()).Should().Be(WebhookVerification.Mismatch);
    }

    [Fact]
    public void Every_single_altered_byte_of_the_body_is_noticed()
    {
        var header = WebhookSignature.Sign(_secret, Id, SentAt, Body);
        for (var i = 0; i < Body.Length; i++)
        {
            var altered = Body.ToArray();
            altered[i] ^= 1;
            WebhookSignature.Verify(_secret, Id, Timestamp, header, altered, SentAt).Should().Be(WebhookVerification.Mismatch);
        }
    }

    [Fact]
    public void Every_single_altered_character_of_the_signature_is_noticed()
    {
        var header = WebhookSignature.Sign(_secret, Id, SentAt, Body);
        for (var i = 3; i < header.Length - 2; i++)
        {
            var altered = header.ToCharArray();
            altered[i] = altered[i] == 'A' ? 'B' : 'A';
            Verify(new string(altered), secrets: _secret).Should().Be(WebhookVerification.Mismatch, $"character {i} was altered");
        }
    }

    [Fact]
    public void Another_id_or_timestamp_does_not_match()
    {
        var header = WebhookSignature.Sign(_secret, Id, SentAt, Body);
        WebhookSignature.Verify(_secret, Id + "1", Timestamp, header, Body, SentAt).Should().Be(WebhookVerification.Mismatch);
        WebhookSignature.Verify(_secret, Id, (SentAt.ToUnixTimeSeconds() + 1).ToString(), header, Body, SentAt)
            .Should().Be(WebhookVerification.Mismatch);
        WebhookSignature.Verify(_secret, Id, "0" + Timestamp, header, Body, SentAt)
            .Should().Be(WebhookVerification.Mismatch, "the text of the timestamp is signed, not its value");
    }

    [Theory]
    [InlineData(0, WebhookVerification.Valid)]
    [InlineData(300, WebhookVerification.Valid)]
    [InlineData(-300, WebhookVerification.Valid)]
    [InlineData(301, WebhookVerification.TimestampOutsideTolerance)]
    [InlineData(-301, WebhookVerification.TimestampOutsideTolerance)]
    public void The_timestamp_may_lie_five_minutes_either_way(int secondsLater, WebhookVerification expected) => WebhookSignature.Verify(
        _secret,
        Id,
        Timestamp,
        WebhookSignature.Sign(_secret, Id, SentAt, Body),
        Body,
        SentAt.AddSeconds(secondsLater)).Should().Be(expected);

    [Theory]
    [InlineData(10, WebhookVerification.Valid)]
    [InlineData(11, WebhookVerification.TimestampOutsideTolerance)]
    public void A_receiver_may_choose_another_tolerance(int secondsLater, WebhookVerification expected) => WebhookSignature.Verify(
        _secret,
        Id,
        Timestamp,
        WebhookSignature.Sign(_secret, Id, SentAt, Body),
        Body,
        SentAt.AddSeconds(secondsLater),
        TimeSpan.FromSeconds(10)).Should().Be(expected);

    [Theory]
    [InlineData(null, "1775650000", "v1,AAAA", WebhookVerification.MalformedHeaders)]
    [InlineData("", "1775650000", "v1,AAAA", WebhookVerification.MalformedHeaders)]
    [InlineData("id", null, "v1,AAAA", WebhookVerification.MalformedHeaders)]
    [InlineData("id", "", "v1,AAAA", WebhookVerification.MalformedHeaders)]
    [InlineData("id", "-1", "v1,AAAA", WebhookVerification.MalformedHeaders)]
    [InlineData("id", "+1775650000", "v1,AAAA", WebhookVerification.MalformedHeaders)]
    [InlineData("id", " 1775650000", "v1,AAAA", WebhookVerification.MalformedHeaders)]
    [InlineData("id", "1775650000.0", "v1,AAAA", WebhookVerification.MalformedHeaders)]
    [InlineData("id", "99999999999999999999999", "v1,AAAA", WebhookVerification.MalformedHeaders)]
    [InlineData("id", "9223372036854775807", "v1,AAAA", WebhookVerification.TimestampOutsideTolerance)]
    [InlineData("id", "0", "v1,AAAA", WebhookVerification.TimestampOutsideTolerance)]
    [InlineData("id", "1775650000", null, WebhookVerification.MalformedHeaders)]
    [InlineData("id", "1775650000", "", WebhookVerification.MalformedHeaders)]
    [InlineData("id", "1775650000", " ", WebhookVerification.NoSignature)]
    [InlineData("id", "1775650000", "v1", WebhookVerification.NoSignature)]
    [InlineData("id", "1775650000", "v1a,AAAA v2,BBBB", WebhookVerification.NoSignature)]
    [InlineData("id", "1775650000", "V1,AAAA", WebhookVerification.NoSignature)]
    [InlineData("id", "1775650000", "v1,", WebhookVerification.Mismatch)]
    [InlineData("id", "1775650000", "v1,not base64!", WebhookVerification.Mismatch)]
    [InlineData("id", "1775650000", "v1,AAAA,AAAA", WebhookVerification.Mismatch)]
    [InlineData("ü", "1775650000", "v1,ü", WebhookVerification.Mismatch)]
    public void Bad_headers_are_an_answer_and_never_an_exception(
        string? id,
        string? timestamp,
        string? signatures,
        WebhookVerification expected) =>
        WebhookSignature.Verify(_secret, id, timestamp, signatures, Body, SentAt).Should().Be(expected);

    [Fact]
    public void Half_of_a_surrogate_pair_in_a_header_is_a_mismatch() =>
        WebhookSignature.Verify(_secret, "\ud800", Timestamp, "v1,\ud800", Body, SentAt).Should().Be(WebhookVerification.Mismatch);

    [Fact]
    public void Signatures_of_unknown_versions_are_skipped()
    {
        var header = WebhookSignature.Sign(_secret, Id, SentAt, Body);
        Verify($"v1a,xyz v2,{header[3..]}  {header} v9", secrets: _secret).Should().Be(WebhookVerification.Valid);
        Verify($"v2,{header[3..]}", secrets: _secret).Should().Be(WebhookVerification.NoSignature);
    }

    [Fact]
    public void A_signature_with_bytes_before_or_after_it_is_none()
    {
        var hash = Convert.FromBase64String(WebhookSignature.Sign(_secret, Id, SentAt, Body)[3..]);
        Verify("v1," + Convert.ToBase64String([.. hash, 0]), secrets: _secret).Should().Be(WebhookVerification.Mismatch);
        Verify("v1," + Convert.ToBase64String(hash[..^1]), secrets: _secret).Should().Be(WebhookVerification.Mismatch);
    }

    [Fact]
    public void Without_a_secret_nothing_is_valid_and_nothing_is_signed()
    {
        var header = WebhookSignature.Sign(_secret, Id, SentAt, Body);
        Verify(header, secrets: []).Should().Be(WebhookVerification.Mismatch);
        Verify("v1," + Convert.ToBase64String(new byte[32]), secrets: []).Should().Be(WebhookVerification.Mismatch);
        FluentActions.Invoking(() => WebhookSignature.Sign([], Id, SentAt, Body)).Should().Throw<ArgumentOutOfRangeException>();
    }

    [Fact]
    public void A_large_body_and_an_empty_one_verify()
    {
        foreach (var body in new[] { new byte[1 << 20], [] })
        {
            var header = WebhookSignature.Sign(_secret, Id, SentAt, body);
            WebhookSignature.Verify(_secret, Id, Timestamp, header, body, SentAt).Should().Be(WebhookVerification.Valid);
        }
    }

    private static WebhookVerification Verify(string header, params WebhookSecret[] secrets) =>
        WebhookSignature.Verify(secrets, Id, Timestamp, header, Body, SentAt);
}
