using System.Globalization;
using System.Security.Cryptography;

namespace InsideLabs.EventBus.Signatures;

/// <summary>
/// Signs and verifies requests by Standard Webhooks: <c>v1,</c> and the base64 of HMAC-SHA256 over <c>id.timestamp.body</c>.
/// While a secret is rotated a request carries one signature per secret, separated by a space.
/// </summary>
public static class WebhookSignature
{
    private const string Version = "v1,";
    private const int EncodedHashLength = (SignedContent.HashLength + 2) / 3 * 4;
    private static readonly int SignatureLength = Version.Length + EncodedHashLength;

    /// <summary>How far a request's timestamp may lie from the receiver's clock, either way: 5 minutes.</summary>
    public static TimeSpan DefaultTolerance { get; } = TimeSpan.FromMinutes(5);

    /// <summary>Signs a request.</summary>
    /// <param name="secret">The secret.</param>
    /// <param name="id">The value of <see cref="WebhookHeaders.Id"/>.</param>
    /// <param name="timestamp">The instant whose Unix seconds are the value of <see cref="WebhookHeaders.Timestamp"/>.</param>
    /// <param name="body">The bytes of the body exactly as they are sent.</param>
    /// <returns>The value of <see cref="WebhookHeaders.Signature"/>.</returns>
    public static string Sign(WebhookSecret secret, string id, DateTimeOffset timestamp, ReadOnlySpan<byte> body) =>
        Sign([secret], id, timestamp, body);

    /// <summary>Signs a request with several secrets, as while one of them is rotated out.</summary>
    /// <param name="secrets">The secrets, current one first; at least one.</param>
    /// <param name="id">The value of <see cref="WebhookHeaders.Id"/>.</param>
    /// <param name="timestamp">The instant whose Unix seconds are the value of <see cref="WebhookHeaders.Timestamp"/>.</param>
    /// <param name="body">The bytes of the body exactly as they are sent.</param>
    /// <returns>The value of <see cref="WebhookHeaders.Signature"/>: one signature per secret, in their order.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There is no secret.</exception>
    public static string Sign(IReadOnlyList<WebhookSecret> secrets, string id, DateTimeOffset timestamp, ReadOnlySpan<byte> body)
    {
        ArgumentNullException.ThrowIfNull(secrets);
        ArgumentException.ThrowIfNullOrEmpty(id);
        ArgumentOutOfRangeException.ThrowIfZero(secrets.Count, nameof(secrets));

        Span<byte> hash = stackalloc byte[SignedContent.HashLength];
        var header = new char[(secrets.Count * (SignatureLength + 1)) - 1];
        using var content = new SignedContent(id, timestamp.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture), body);
        for (var i = 0; i < secrets.Count; i++)
        {
            var signature = header.AsSpan(i * (SignatureLength + 1));
            content.Hash(secrets[i], hash);
            Version.CopyTo(signature);
            Convert.TryToBase64Chars(hash, signature[Version.Length..], out _);
            if (i < secrets.Count - 1)
            {
                signature[SignatureLength] = ' ';
            }
        }

        return new string(header);
    }

    /// <summary>Verifies a received request against one secret. Never throws for what a sender can send.</summary>
    /// <param name="secret">The secret.</param>
    /// <param name="id">The value of <see cref="WebhookHeaders.Id"/>, or null when it is missing.</param>
    /// <param name="timestamp">The value of <see cref="WebhookHeaders.Timestamp"/>, or null when it is missing.</param>
    /// <param name="signatures">The value of <see cref="WebhookHeaders.Signature"/>, or null when it is missing.</param>
    /// <param name="body">The bytes of the body exactly as they came.</param>
    /// <param name="now">The receiver's time.</param>
    /// <param name="tolerance">How far the timestamp may lie from it; null for <see cref="DefaultTolerance"/>.</param>
    public static WebhookVerification Verify(
        WebhookSecret secret,
        string? id,
        string? timestamp,
        string? signatures,
        ReadOnlySpan<byte> body,
        DateTimeOffset now,
        TimeSpan? tolerance = null) =>
        Verify([secret], id, timestamp, signatures, body, now, tolerance);

    /// <summary>Verifies a received request against several secrets, any of which will do. Never throws for what a sender can send.</summary>
    /// <param name="secrets">The secrets; with none, nothing is valid.</param>
    /// <param name="id">The value of <see cref="WebhookHeaders.Id"/>, or null when it is missing.</param>
    /// <param name="timestamp">The value of <see cref="WebhookHeaders.Timestamp"/>, or null when it is missing.</param>
    /// <param name="signatures">The value of <see cref="WebhookHeaders.Signature"/>, or null when it is missing.</param>
    /// <param name="body">The bytes of the body exactly as they came.</param>
    /// <param name="now">The receiver's time.</param>
    /// <param name="tolerance">How far the timestamp may lie from it; null for <see cref="DefaultTolerance"/>.</param>
    public static WebhookVerification Verify(
        IReadOnlyList<WebhookSecret> secrets,
        string? id,
        string? timestamp,
        string? signatures,
        ReadOnlySpan<byte> body,
        DateTimeOffset now,
        TimeSpan? tolerance = null)
    {
        ArgumentNullException.ThrowIfNull(secrets);
        if (string.IsNullOrEmpty(id)
            || string.IsNullOrEmpty(signatures)
            || !long.TryParse(timestamp, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds))
        {
            return WebhookVerification.MalformedHeaders;
        }

        if (Math.Abs(now.ToUnixTimeSeconds() - seconds) > (tolerance ?? DefaultTolerance).TotalSeconds)
        {
            return WebhookVerification.TimestampOutsideTolerance;
        }

        using var content = new SignedContent(id, timestamp, body);
        return Match(content, secrets, signatures);
    }

    /// <summary>Compares every signature with every secret: how long it takes says nothing about which of them was near.</summary>
    private static WebhookVerification Match(SignedContent content, IReadOnlyList<WebhookSecret> secrets, string signatures)
    {
        Span<byte> expected = stackalloc byte[SignedContent.HashLength];
        Span<byte> given = stackalloc byte[SignedContent.HashLength + 1];
        var (isSigned, isValid) = (false, false);
        for (var i = 0; i < Math.Max(secrets.Count, 1); i++)
        {
            if (i < secrets.Count)
            {
                content.Hash(secrets[i], expected);
            }

            foreach (var range in signatures.AsSpan().Split(' '))
            {
                var signature = signatures.AsSpan(range);
                if (!signature.StartsWith(Version, StringComparison.Ordinal))
                {
                    continue;
                }

                isSigned = true;
                var isHash = Convert.TryFromBase64Chars(signature[Version.Length..], given, out var length) && length == expected.Length;
                isValid |= isHash & i < secrets.Count & CryptographicOperations.FixedTimeEquals(expected, given[..expected.Length]);
            }
        }

        return isValid ? WebhookVerification.Valid : isSigned ? WebhookVerification.Mismatch : WebhookVerification.NoSignature;
    }
}
