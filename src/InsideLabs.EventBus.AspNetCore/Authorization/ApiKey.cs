using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace InsideLabs.EventBus.AspNetCore.Authorization;

/// <summary>Makes API keys and their hashes.</summary>
public static class ApiKey
{
    /// <summary>The most characters a key may have. A longer header value is no key.</summary>
    public const int MaxLength = 256;

    private const int RandomBytes = 32;

    /// <summary>Makes a new key: 256 random bits as 43 characters of <c>[A-Za-z0-9_-]</c>.</summary>
    public static string Generate() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(RandomBytes));

    /// <summary>The SHA-256 of a key in lower-case hexadecimal, as <see cref="ApiKeyOptions.AddHash"/> takes it.</summary>
    /// <param name="key">The key as its owner sends it.</param>
    public static string Hash(string key)
    {
        ArgumentNullException.ThrowIfNull(key);
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)));
    }
}
