using System.Security.Cryptography;
using System.Text;
using InsideLabs.EventBus.Errors;
using InsideLabs.EventBus.Settings;

namespace InsideLabs.EventBus.Tests.Settings;

public sealed class AesGcmSecretProtectorTests
{
    private const string Canary = "canary-5f3e";

    private static readonly byte[] Secret = Encoding.UTF8.GetBytes(Canary);
    private static readonly SecretLocation Home = new("subscriptions", "row-1", "signingSecret");

    private readonly EncryptionKey _key = NewKey("2026-01");
    private readonly AesGcmSecretProtector _protector;

    public AesGcmSecretProtectorTests() => _protector = new AesGcmSecretProtector(new EncryptionKeyRing(_key));

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(32)]
    [InlineData(100_000)]
    public void A_secret_comes_back_from_its_place(int length)
    {
        var secret = RandomNumberGenerator.GetBytes(length);
        _protector.Unprotect(_protector.Protect(secret, Home), Home).Should().Equal(secret);
    }

    [Fact]
    public void The_blob_holds_version_key_id_nonce_ciphertext_and_tag_and_never_the_secret()
    {
        var blob = _protector.Protect(Secret, Home);
        blob[0].Should().Be(1);
        blob[1].Should().Be((byte)_key.Id.Length);
        Encoding.ASCII.GetString(blob, 2, _key.Id.Length).Should().Be(_key.Id);
        blob.Should().HaveCount(2 + _key.Id.Length + 12 + Secret.Length + 16);
        Encoding.Latin1.GetString(blob).Should().NotContain(Canary);
    }

    [Fact]
    public void The_same_secret_never_makes_the_same_blob_twice() =>
        Enumerable.Range(0, 100).Select(_ => Convert.ToHexString(_protector.Protect(Secret, Home))).Should().OnlyHaveUniqueItems();

    public static TheoryData<string, string, string> OtherPlaces() => new()
    {
        { "subscriptions", "row-2", "signingSecret" },
        { "subscriptions", "row-1", "previousSigningSecret" },
        { "settings", "row-1", "signingSecret" },
        { "subscriptionsrow-1", "", "signingSecret" },
        { "subscriptions", "row-1signing", "Secret" },
        { "subscriptions|row-1", "signingSecret", "" },
        { "", "", "" },
    };

    [Theory]
    [MemberData(nameof(OtherPlaces))]
    public void A_blob_moved_to_another_place_cannot_be_read(string table, string row, string field)
    {
        var blob = _protector.Protect(Secret, Home);
        var place = new SecretLocation(table, row, field);
        AssertUnreadable(blob, place).Should().Contain($"'{row}'").And.Contain($"'{field}'").And.Contain($"'{table}'").And.Contain(_key.Id);
    }

    [Fact]
    public void Every_single_altered_bit_is_noticed()
    {
        var blob = _protector.Protect(Secret, Home);
        for (var bit = 0; bit < blob.Length * 8; bit++)
        {
            var altered = blob.ToArray();
            altered[bit / 8] ^= (byte)(1 << (bit % 8));
            AssertUnreadable(altered, Home);
        }
    }

    [Fact]
    public void Every_cut_blob_is_noticed()
    {
        var blob = _protector.Protect(Secret, Home);
        for (var length = 0; length < blob.Length; length++)
        {
            AssertUnreadable(blob[..length], Home);
        }

        AssertUnreadable([.. blob, 0], Home);
    }

    [Fact]
    public void A_key_that_is_not_in_the_ring_is_named()
    {
        var blob = _protector.Protect(Secret, Home);
        var other = new AesGcmSecretProtector(new EncryptionKeyRing(NewKey("2027-01")));
        AssertUnreadable(blob, Home, other).Should().Contain("'2026-01'").And.Contain("add that key");
    }

    [Fact]
    public void Another_key_under_the_same_id_does_not_open_it()
    {
        var blob = _protector.Protect(Secret, Home);
        AssertUnreadable(blob, Home, new AesGcmSecretProtector(new EncryptionKeyRing(NewKey(_key.Id))));
    }

    [Fact]
    public void After_a_new_current_key_the_old_one_still_reads_and_the_new_one_writes()
    {
        var old = _protector.Protect(Secret, Home);
        var rotated = new AesGcmSecretProtector(new EncryptionKeyRing(NewKey("2027-01"), _key));

        rotated.Unprotect(old, Home).Should().Equal(Secret);
        var written = rotated.Protect(Secret, Home);
        Encoding.ASCII.GetString(written, 2, written[1]).Should().Be("2027-01");
        AssertUnreadable(written, Home);
    }

    private static EncryptionKey NewKey(string id) => new(id, RandomNumberGenerator.GetBytes(EncryptionKey.Length));

    private string AssertUnreadable(byte[] blob, SecretLocation place, AesGcmSecretProtector? protector = null)
    {
        var refusal = FluentActions.Invoking(() => (protector ?? _protector).Unprotect(blob, place)).Should().Throw<EventBusException>().Which;
        refusal.Code.Should().Be(ErrorCodes.SecretUnreadable);
        refusal.ToString().Should().NotContain(Canary);
        return refusal.Message;
    }
}
