using System.Security.Cryptography;
using System.Text;

namespace InsideLabs.EventBus.AspNetCore.Authorization;

/// <summary>Finds the key that a header names.</summary>
internal static class ApiKeyRing
{
    /// <summary>Compares two hashes in a time that does not depend on what they hold.</summary>
    internal delegate bool Comparison(ReadOnlySpan<byte> one, ReadOnlySpan<byte> other);

    public static Comparison ConstantTime { get; } = CryptographicOperations.FixedTimeEquals;

    /// <summary>The key whose hash is the value's, or null. Every key is compared, also after one has matched.</summary>
    /// <param name="keys">The keys.</param>
    /// <param name="value">What the header says.</param>
    /// <param name="equal">How hashes are compared.</param>
    public static NamedKeyHash? Find(IReadOnlyList<NamedKeyHash> keys, string value, Comparison equal)
    {
        // No key is that long: the length tells nothing about any of them, and nothing that long is worth hashing.
        if (value.Length > ApiKey.MaxLength)
        {
            return null;
        }

        Span<byte> bytes = stackalloc byte[ApiKey.MaxLength * 3];
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(bytes[..Encoding.UTF8.GetBytes(value, bytes)], hash);

        NamedKeyHash? found = null;
        for (var i = 0; i < keys.Count; i++)
        {
            found = equal(hash, keys[i].Hash) ? keys[i] : found;
        }

        return found;
    }
}
