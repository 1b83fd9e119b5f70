using System.Security.Cryptography;
using InsideLabs.EventBus.Settings;

namespace EventServer.Settings;

/// <summary><c>Events:EncryptionKey</c>: the key that secrets are stored with. Without it the store makes one in a file of its own.</summary>
internal static class EncryptionKeySetting
{
    private const string Key = "Events:EncryptionKey";
    private const int IdBytes = 4;

    public static EncryptionKey? Read(SettingsReader reader)
    {
        if (reader.Text(Key) is not { } text)
        {
            return null;
        }

        var bytes = new byte[EncryptionKey.Length];
        if (!Convert.TryFromBase64String(text, bytes, out var length) || length != EncryptionKey.Length)
        {
            reader.Refuse($"{Key} is not {EncryptionKey.Length} bytes in base64 (its value is not shown): make one with 'openssl rand -base64 {EncryptionKey.Length}', or leave it out for a key file beside the database.");
            return null;
        }

        // Secrets remember the id of their key. Made from the key, another key has another id, and reading says which one is missing.
        return new EncryptionKey("settings-" + Convert.ToHexStringLower(SHA256.HashData(bytes).AsSpan(0, IdBytes)), bytes);
    }
}
