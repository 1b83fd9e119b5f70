using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using InsideLabs.EventBus.Errors;

namespace InsideLabs.EventBus.Signatures;

/// <summary>A signing secret in the form of Standard Webhooks: <c>whsec_</c> and the base64 of 24 to 64 bytes. Its text never shows the key.</summary>
public sealed class WebhookSecret
{
    /// <summary>What every secret begins with.</summary>
    public const string Prefix = "whsec_";

    private const int MinBytes = 24;
    private const int MaxBytes = 64;
    private const int GeneratedBytes = 32;

    private readonly byte[] _key;

    private WebhookSecret(byte[] key) => _key = key;

    internal ReadOnlySpan<byte> Key => _key;

    /// <summary>Makes a new secret from 32 random bytes.</summary>
    public static WebhookSecret Generate() => new(RandomNumberGenerator.GetBytes(GeneratedBytes));

    /// <summary>Reads a secret.</summary>
    /// <param name="text">Its text form.</param>
    /// <exception cref="EventBusValidationException"><see cref="ErrorCodes.SecretMalformed"/> or <see cref="ErrorCodes.SecretLength"/>.</exception>
    public static WebhookSecret Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return TryParse(text, out var secret, out var code)
            ? secret
            : throw new EventBusValidationException("signingSecret", code, Explain(code));
    }

    /// <summary>Reads a secret without throwing.</summary>
    /// <param name="text">Its text form.</param>
    /// <param name="secret">The secret.</param>
    /// <param name="code">Why the text is none: <see cref="ErrorCodes.SecretMalformed"/> or <see cref="ErrorCodes.SecretLength"/>.</param>
    /// <returns>Whether the text is a secret.</returns>
    public static bool TryParse(
        string? text,
        [NotNullWhen(true)] out WebhookSecret? secret,
        [NotNullWhen(false)] out string? code)
    {
        secret = null;
        code = null;
        Span<byte> key = stackalloc byte[MaxBytes + 3];
        var encoded = text is not null && text.StartsWith(Prefix, StringComparison.Ordinal) ? text.AsSpan(Prefix.Length) : default;
        if (encoded.IsEmpty || !IsBase64(encoded))
        {
            code = ErrorCodes.SecretMalformed;
        }
        else if (!Convert.TryFromBase64Chars(encoded, key, out var length) || length is < MinBytes or > MaxBytes)
        {
            code = ErrorCodes.SecretLength;
        }
        else
        {
            secret = new WebhookSecret(key[..length].ToArray());
        }

        return secret is not null;
    }

    /// <summary>What a code of <see cref="TryParse"/> means, for people. Never holds the text that was refused.</summary>
    /// <param name="code">The code.</param>
    public static string Explain(string code) => string.Equals(code, ErrorCodes.SecretLength, StringComparison.Ordinal)
        ? $"A signing secret's key has {MinBytes} to {MaxBytes} bytes."
        : $"A signing secret is '{Prefix}' followed by base64.";

    /// <summary>The secret's text form. Show it once, to the one who must keep it.</summary>
    public string Reveal() => Prefix + Convert.ToBase64String(_key);

    /// <summary>A placeholder, never the secret.</summary>
    public override string ToString() => Prefix + "***";

    /// <summary>Base64 by the letter: full quads, padding only at the end, no white space.</summary>
    private static bool IsBase64(ReadOnlySpan<char> text)
    {
        var body = text.TrimEnd('=');
        return text.Length % 4 == 0
            && text.Length - body.Length <= 2
            && System.Buffers.Text.Base64.IsValid(text)
            && body.IndexOfAny(" \t\r\n") < 0;
    }
}
