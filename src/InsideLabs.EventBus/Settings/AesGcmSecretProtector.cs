using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using InsideLabs.EventBus.Errors;

namespace InsideLabs.EventBus.Settings;

/// <summary>
/// AES-256-GCM. A blob is: version, length of the key id, key id, nonce (12 bytes), ciphertext, tag (16 bytes). Version, key id
/// and place are authenticated with it.
/// </summary>
internal sealed class AesGcmSecretProtector(IEncryptionKeyRing keys) : ISecretProtector
{
    private const byte Version = 1;
    private const int NonceLength = 12;
    private const int TagLength = 16;
    private const int KeyIdStart = 2;

    public byte[] Protect(ReadOnlySpan<byte> secret, SecretLocation location)
    {
        var key = keys.Current;
        var nonceStart = KeyIdStart + key.Id.Length;
        var secretStart = nonceStart + NonceLength;
        var blob = new byte[secretStart + secret.Length + TagLength];
        blob[0] = Version;
        blob[1] = (byte)Encoding.ASCII.GetBytes(key.Id, blob.AsSpan(KeyIdStart));
        var nonce = blob.AsSpan(nonceStart, NonceLength);
        RandomNumberGenerator.Fill(nonce);
        using var aes = new AesGcm(key.Bytes, TagLength);
        aes.Encrypt(nonce, secret, blob.AsSpan(secretStart, secret.Length), blob.AsSpan(^TagLength..), BoundTo(location, key.Id));
        return blob;
    }

    public byte[] Unprotect(ReadOnlySpan<byte> blob, SecretLocation location)
    {
        if (blob.Length < KeyIdStart + NonceLength + TagLength
            || blob[0] != Version
            || blob.Length < KeyIdStart + blob[1] + NonceLength + TagLength
            || !Ascii.IsValid(blob.Slice(KeyIdStart, blob[1])))
        {
            throw Unreadable(location, "it is not a blob of this library's form; restore the row from a backup or set the secret again");
        }

        var keyId = Encoding.ASCII.GetString(blob.Slice(KeyIdStart, blob[1]));
        var key = keys.Find(keyId);
        if (key is null)
        {
            throw Unreadable(location, $"the key ring has no key '{FaultText.Show(keyId)}', which encrypted it; add that key to the ring");
        }

        var sealedPart = blob[(KeyIdStart + blob[1])..];
        var secret = new byte[sealedPart.Length - NonceLength - TagLength];
        using var aes = new AesGcm(key.Bytes, TagLength);
        try
        {
            aes.Decrypt(
                sealedPart[..NonceLength],
                sealedPart[NonceLength..^TagLength],
                sealedPart[^TagLength..],
                secret,
                BoundTo(location, keyId));
        }
        catch (AuthenticationTagMismatchException e)
        {
            throw Unreadable(
                location,
                $"key '{keyId}' does not open it: it was altered or moved from another place, or another key now has that id",
                e);
        }

        return secret;
    }

    /// <summary>The associated data. Every part is preceded by its length, so that no two places have the same bytes.</summary>
    private static byte[] BoundTo(SecretLocation location, string keyId)
    {
        using var data = new MemoryStream();
        data.WriteByte(Version);
        Span<byte> length = stackalloc byte[sizeof(int)];
        foreach (var part in (ReadOnlySpan<string>)[location.Table, location.Row, location.Field, keyId])
        {
            var bytes = Encoding.UTF8.GetBytes(part);
            BinaryPrimitives.WriteInt32BigEndian(length, bytes.Length);
            data.Write(length);
            data.Write(bytes);
        }

        return data.ToArray();
    }

    private static EventBusException Unreadable(SecretLocation location, string why, Exception? cause = null) => new(
        ErrorCodes.SecretUnreadable,
        $"The secret '{location.Field}' of '{location.Row}' in '{location.Table}' cannot be read: {why}.",
        cause);
}
