using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using InsideLabs.EventBus.Signatures;

namespace InsideLabs.EventBus.Faults.Receiving;

/// <summary>
/// Verifies as the specification of Standard Webhooks says. It uses nothing of the library, which may sign and verify with the same
/// mistake.
/// </summary>
internal static class SignatureCheck
{
    private const long ToleranceInSeconds = 300;

    /// <param name="key">The bytes of the secret.</param>
    /// <param name="id">The header <c>webhook-id</c>.</param>
    /// <param name="timestamp">The header <c>webhook-timestamp</c>.</param>
    /// <param name="signatures">The header <c>webhook-signature</c>.</param>
    /// <param name="body">The body as it came.</param>
    /// <param name="now">The receiver's time.</param>
    public static WebhookVerification Verify(
        byte[] key,
        string? id,
        string? timestamp,
        string? signatures,
        ReadOnlySpan<byte> body,
        DateTimeOffset now)
    {
        if (id is null || signatures is null || !long.TryParse(timestamp, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds))
        {
            return WebhookVerification.MalformedHeaders;
        }

        if (Math.Abs(now.ToUnixTimeSeconds() - seconds) > ToleranceInSeconds)
        {
            return WebhookVerification.TimestampOutsideTolerance;
        }

        byte[] signed = [.. Encoding.UTF8.GetBytes($"{id}.{timestamp}."), .. body];
        var expected = "v1," + Convert.ToBase64String(HMACSHA256.HashData(key, signed));
        return signatures.Split(' ').Contains(expected, StringComparer.Ordinal) ? WebhookVerification.Valid : WebhookVerification.Mismatch;
    }
}
