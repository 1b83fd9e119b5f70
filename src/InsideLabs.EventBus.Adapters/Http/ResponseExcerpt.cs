using System.Buffers;

namespace InsideLabs.EventBus.Adapters.Http;

/// <summary>Reads the beginning of a response's body as text. It never fails: the status has already decided.</summary>
internal static class ResponseExcerpt
{
    /// <summary>The most bytes that are read.</summary>
    public const int MaxBytes = 16 * 1024;

    /// <summary>How long a body may take when the head is there; after that, what came is the excerpt.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <summary>Reads at most <see cref="MaxBytes"/>; the rest is never read, and the connection is closed with the response.</summary>
    /// <param name="response">The response.</param>
    /// <param name="time">The clock of <see cref="Patience"/>.</param>
    /// <param name="cancellationToken">Ends the reading early, without an exception.</param>
    /// <returns>The text, or null when there is none.</returns>
    public static async ValueTask<string?> ReadAsync(HttpResponseMessage response, TimeProvider time, CancellationToken cancellationToken)
    {
        if (response.Content.Headers.ContentLength == 0)
        {
            return null;
        }

        if (response.Content.Headers.NonValidated.Contains("Content-Encoding"))
        {
            // Packed bytes are no text, and a secret that is echoed in them could not be redacted.
            return "(an encoded body, not shown)";
        }

        var buffer = ArrayPool<byte>.Shared.Rent(MaxBytes);
        try
        {
            var length = await FillAsync(response.Content, buffer.AsMemory(0, MaxBytes), time, cancellationToken).ConfigureAwait(false);
            return length == 0 ? null : BodyText.Decode(buffer.AsSpan(0, length), response.Content.Headers.ContentType?.CharSet);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private static async ValueTask<int> FillAsync(HttpContent content, Memory<byte> buffer, TimeProvider time, CancellationToken cancellationToken)
    {
        var length = 0;
        using var patience = new CancellationTokenSource(Patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
        try
        {
            var body = await content.ReadAsStreamAsync(either.Token).ConfigureAwait(false);
            while (length < buffer.Length && await body.ReadAsync(buffer[length..], either.Token).ConfigureAwait(false) is > 0 and var read)
            {
                length += read;
            }
        }
        catch (Exception e) when (e is IOException or HttpRequestException or OperationCanceledException)
        {
            // A body that breaks off or drips changes nothing about the answer.
        }

        return length;
    }
}
