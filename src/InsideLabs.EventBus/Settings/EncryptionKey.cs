using InsideLabs.EventBus.Errors;

namespace InsideLabs.EventBus.Settings;

/// <summary>A 256-bit key for secrets at rest. Its text never shows the key.</summary>
public sealed class EncryptionKey
{
    /// <summary>The key's length in bytes.</summary>
    public const int Length = 32;

    private readonly byte[] _bytes;

    /// <summary>Makes a key.</summary>
    /// <param name="id">Its name, stored in clear with every secret it encrypts: 1 to 64 characters of <c>[A-Za-z0-9_-]</c>.</param>
    /// <param name="bytes">Exactly 32 random bytes; copied.</param>
    /// <exception cref="ArgumentException">The id or the length is wrong.</exception>
    public EncryptionKey(string id, ReadOnlySpan<byte> bytes)
    {
        if (id is not { Length: > 0 and <= 64 } || !id.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-'))
        {
            throw new ArgumentException($"'{FaultText.Show(id ?? string.Empty)}' is not a key id: use 1 to 64 of [A-Za-z0-9_-].", nameof(id));
        }

        if (bytes.Length != Length)
        {
            throw new ArgumentException($"The encryption key '{id}' has {bytes.Length} bytes; exactly {Length} are needed.", nameof(bytes));
        }

        Id = id;
        _bytes = bytes.ToArray();
    }

    /// <summary>Its name.</summary>
    public string Id { get; }

    internal ReadOnlySpan<byte> Bytes => _bytes;

    /// <summary>The key's name, never the key.</summary>
    public override string ToString() => $"encryption key {Id}";
}
