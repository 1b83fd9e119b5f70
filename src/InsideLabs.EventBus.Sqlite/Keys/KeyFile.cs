using System.Security.Cryptography;
using InsideLabs.EventBus.Errors;
using InsideLabs.EventBus.Settings;

namespace InsideLabs.EventBus.Sqlite.Keys;

/// <summary>
/// The keys for secrets at rest, in a file beside the database: one line <c>id:base64</c> for each key, and the first one
/// writes. Whoever rotates puts a new line on top and keeps the old ones as long as secrets name them.
/// </summary>
internal static class KeyFile
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>Reads the file, or makes it with one new key.</summary>
    public static EncryptionKeyRing ReadOrCreate(string path)
    {
        try
        {
            if (!File.Exists(path))
            {
                Create(path);
            }

            return Parse(path, File.ReadAllLines(path));
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw Unreadable(path, "it cannot be read or created. Let this process read it, or its directory be written", failure);
        }
    }

    private static EncryptionKeyRing Parse(string path, string[] lines)
    {
        var keys = new List<EncryptionKey>();
        foreach (var line in lines.Select(l => l.Trim()).Where(l => l.Length > 0))
        {
            // Messages name the line's number, never its text: it holds a key.
            var colon = line.IndexOf(':', StringComparison.Ordinal);
            var bytes = new byte[EncryptionKey.Length];
            if (colon < 0 || !Convert.TryFromBase64String(line[(colon + 1)..], bytes, out var length) || length != bytes.Length)
            {
                throw Unreadable(path, $"line {keys.Count + 1} is not a key id, ':' and {EncryptionKey.Length} bytes in base64");
            }

            try
            {
                keys.Add(new EncryptionKey(line[..colon], bytes));
            }
            catch (ArgumentException failure)
            {
                throw Unreadable(path, $"line {keys.Count + 1} has no valid key id", failure);
            }
        }

        try
        {
            return new EncryptionKeyRing(keys);
        }
        catch (ArgumentException failure)
        {
            throw Unreadable(path, "it holds no key, or two of one name", failure);
        }
    }

    private static void Create(string path)
    {
        var id = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(4));
        var line = $"{id}:{Convert.ToBase64String(RandomNumberGenerator.GetBytes(EncryptionKey.Length))}\n";
        var draft = $"{path}.{id}";
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, Share = FileShare.None };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = OwnerOnly;
        }

        // Complete before it has its name: a process that dies meanwhile must not leave half a key behind.
        using (var file = new FileStream(draft, options))
        {
            file.Write(System.Text.Encoding.ASCII.GetBytes(line));
            file.Flush(flushToDisk: true);
        }

        try
        {
            File.Move(draft, path, overwrite: false);

            // Before anything is encrypted with it: a power cut must not keep the secrets and lose their key.
            DirectorySync.Run(Path.GetDirectoryName(Path.GetFullPath(path))!);
        }
        catch (IOException) when (File.Exists(path))
        {
            // Somebody else made it first: theirs counts.
            File.Delete(draft);
        }
    }

    private static EventBusException Unreadable(string path, string why, Exception? cause = null) => new(
        ErrorCodes.SecretUnreadable,
        $"The key file '{path}' is unusable: {why}. Without its keys the stored secrets cannot be read: restore it from a backup.",
        cause);
}
