namespace InsideLabs.EventBus.Settings;

/// <summary>The keys that secrets are encrypted with: several are read, one writes.</summary>
public interface IEncryptionKeyRing
{
    /// <summary>The key for new secrets.</summary>
    EncryptionKey Current { get; }

    /// <summary>The key that an older secret names, or null when this process does not have it.</summary>
    /// <param name="id">The key's name.</param>
    EncryptionKey? Find(string id);
}
