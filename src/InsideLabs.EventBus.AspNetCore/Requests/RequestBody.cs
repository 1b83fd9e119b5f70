using System.Buffers;
using InsideLabs.EventBus.Errors;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Net.Http.Headers;

namespace InsideLabs.EventBus.AspNetCore.Requests;

/// <summary>Reads a request's body as the bytes that came: what they mean is judged by who gets them.</summary>
internal static class RequestBody
{
    private const string Json = "application/json";

    private const int FirstCapacity = 4096;

    private const int FramingBytes = 64 * 1024;

    /// <summary>Reads the whole body of a request to the API.</summary>
    /// <param name="request">The request.</param>
    /// <param name="most">The largest body in bytes; a larger one is refused as soon as that is known.</param>
    /// <exception cref="EventBusValidationException">
    /// <see cref="ErrorCodes.UnsupportedMediaType"/> or <see cref="ErrorCodes.PayloadTooLarge"/>.
    /// </exception>
    public static async ValueTask<ReadOnlyMemory<byte>> ReadAsync(HttpRequest request, int most)
    {
        if (FindFaultOfType(request) is { } fault)
        {
            throw new EventBusValidationException(string.Empty, ErrorCodes.UnsupportedMediaType, fault);
        }

        return await TryReadAsync(request, most, request.HttpContext.RequestAborted).ConfigureAwait(false)
            ?? throw new EventBusValidationException(string.Empty, ErrorCodes.PayloadTooLarge, $"The body is larger than {most} bytes.");
    }

    /// <summary>Why the body is no plain JSON in UTF-8, by what its headers say; null when it is.</summary>
    public static string? FindFaultOfType(HttpRequest request)
    {
        if (!MediaTypeHeaderValue.TryParse(request.ContentType, out var type) || !type.MediaType.Equals(Json, StringComparison.OrdinalIgnoreCase))
        {
            return $"The content type is '{FaultText.Show(request.ContentType ?? string.Empty)}': send '{Json}'.";
        }

        if (type.Charset.HasValue && !HeaderUtilities.RemoveQuotes(type.Charset).Equals("utf-8", StringComparison.OrdinalIgnoreCase))
        {
            return $"The charset is '{FaultText.Show(type.Charset.Value)}': JSON travels in UTF-8.";
        }

        return request.Headers.ContentEncoding.Count > 0
            ? $"The content encoding is '{FaultText.Show(request.Headers.ContentEncoding.ToString())}': send the body as it is."
            : null;
    }

    /// <returns>The bytes, or null when there are more than allowed: declared, or found while reading.</returns>
    /// <exception cref="BadHttpRequestException">The body is not what its head promised, or the connection broke.</exception>
    public static async ValueTask<ReadOnlyMemory<byte>?> TryReadAsync(HttpRequest request, int most, CancellationToken cancellationToken)
    {
        if (request.ContentLength > most)
        {
            return null;
        }

        AllowServer(request.HttpContext, most);

        // Room grows with what came, not with what was announced.
        var buffer = new ArrayBufferWriter<byte>((int)Math.Min(request.ContentLength ?? FirstCapacity, FirstCapacity) + 1);
        try
        {
            while (await request.Body.ReadAsync(buffer.GetMemory(), cancellationToken).ConfigureAwait(false) is > 0 and var read)
            {
                buffer.Advance(read);
                if (buffer.WrittenCount > most)
                {
                    return null;
                }
            }
        }
        catch (BadHttpRequestException e) when (e.StatusCode == StatusCodes.Status413PayloadTooLarge)
        {
            return null;
        }
        catch (IOException e) when (e is not BadHttpRequestException)
        {
            // Some of what the server cannot read it tells with a status of its own, the rest as a failed read: both are the caller's fault.
            if (e is ConnectionResetException)
            {
                // Kestrel may not have noticed yet: it would try to read the rest, fail, and log that as an error of ours.
                request.HttpContext.Abort();
            }

            throw new BadHttpRequestException("The body could not be read: it was cut off, or its chunks are broken.", e);
        }

        return buffer.WrittenMemory;
    }

    /// <summary>
    /// The endpoint's own limit counts, not the server's, which is meant for endpoints that have none. The server counts the
    /// framing of chunks too, so it is left room for that and still stops a body without end.
    /// </summary>
    private static void AllowServer(HttpContext context, int most)
    {
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
        {
            limit.MaxRequestBodySize = (2L * most) + FramingBytes;
        }
    }
}
