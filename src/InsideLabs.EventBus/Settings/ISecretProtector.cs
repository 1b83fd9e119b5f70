using InsideLabs.EventBus.Errors;

namespace InsideLabs.EventBus.Settings;

/// <summary>Encrypts secrets before they reach a store, and decrypts them on their way to their sink.</summary>
public interface ISecretProtector
{
    /// <summary>Encrypts a secret for its place.</summary>
    /// <param name="secret">The secret.</param>
    /// <param name="location">Where it will be stored.</param>
    byte[] Protect(ReadOnlySpan<byte> secret, SecretLocation location);

    /// <summary>Decrypts a secret read from its place.</summary>
    /// <param name="blob">What <see cref="Protect"/> made.</param>
    /// <param name="location">Where it was stored.</param>
    /// <exception cref="EventBusException">
    /// <see cref="ErrorCodes.SecretUnreadable"/>: its key is not in the key ring, or the blob was altered or moved.
    /// </exception>
    byte[] Unprotect(ReadOnlySpan<byte> blob, SecretLocation location);
}
