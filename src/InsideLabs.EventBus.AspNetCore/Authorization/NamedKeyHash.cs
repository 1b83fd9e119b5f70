using System.Security.Cryptography;

namespace InsideLabs.EventBus.AspNetCore.Authorization;

/// <summary>A key's name and its SHA-256.</summary>
internal sealed class NamedKeyHash(string name, byte[] hash)
{
    public string Name { get; } = name;

    public ReadOnlySpan<byte> Hash => hash;

    /// <summary>The bytes of a SHA-256 written in hexadecimal or base64, or null.</summary>
    public static byte[]? TryParse(string? text)
    {
        var bytes = new byte[SHA256.HashSizeInBytes];
        if (text is null)
        {
            return null;
        }

        if (text.Length == 2 * bytes.Length)
        {
            return Convert.FromHexString(text, bytes, out _, out _) == System.Buffers.OperationStatus.Done ? bytes : null;
        }

        return Convert.TryFromBase64String(text, bytes, out var written) && written == bytes.Length ? bytes : null;
    }

    /// <summary>The name, never the hash.</summary>
    public override string ToString() => Name;
}
