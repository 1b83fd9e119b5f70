namespace InsideLabs.EventBus.Settings;

/// <summary>A key ring from given keys.</summary>
public sealed class EncryptionKeyRing : IEncryptionKeyRing
{
    private readonly EncryptionKey[] _keys;

    /// <summary>Makes a key ring.</summary>
    /// <param name="keys">The keys with different ids; the first one writes.</param>
    /// <exception cref="ArgumentException">There is no key, or two have the same id.</exception>
    public EncryptionKeyRing(params IEnumerable<EncryptionKey> keys)
    {
        _keys = [.. keys];
        if (_keys.Length == 0)
        {
            throw new ArgumentException("A key ring needs at least one key.", nameof(keys));
        }

        if (_keys.GroupBy(k => k.Id, StringComparer.Ordinal).FirstOrDefault(g => g.Skip(1).Any()) is { } twice)
        {
            throw new ArgumentException($"Two keys are named '{twice.Key}': a secret could not tell which one it needs.", nameof(keys));
        }
    }

    /// <inheritdoc/>
    public EncryptionKey Current => _keys[0];

    /// <inheritdoc/>
    public EncryptionKey? Find(string id) => Array.Find(_keys, k => string.Equals(k.Id, id, StringComparison.Ordinal));
}
