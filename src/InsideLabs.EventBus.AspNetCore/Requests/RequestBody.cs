using System.Buffers;
using System.IO.Pipelines;
using InsideLabs.EventBus.Errors;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace InsideLabs.EventBus.AspNetCore.Requests;

/// <summary>Reads a request's body as bytes: what they mean is judged by the service that gets them.</summary>
internal static class RequestBody
{
    private const string Json = "application/json";

    /// <summary>Reads the whole body.</summary>
    /// <param name="request">The request.</param>
    /// <param name="maxBytes">The largest body; a larger one is refused as soon as that is known.</param>
    /// <exception cref="EventBusValidationException">
    /// <see cref="ErrorCodes.UnsupportedMediaType"/> or <see cref="ErrorCodes.PayloadTooLarge"/>.
    /// </exception>
    /// <exception cref="BadHttpRequestException">The body is not what its head promised, or the connection broke.</exception>
    public static async ValueTask<ReadOnlyMemory<byte>> ReadAsync(HttpRequest request, int maxBytes)
    {
        CheckContentType(request);
        if (request.ContentLength > maxBytes)
        {
            throw TooLarge(maxBytes);
        }

        var reader = request.BodyReader;
        while (true)
        {
            var read = await ReadPieceAsync(reader, request.HttpContext).ConfigureAwait(false);
            if (read.Buffer.Length > maxBytes)
            {
                reader.AdvanceTo(read.Buffer.End);
                throw TooLarge(maxBytes);
            }

            if (read.IsCompleted)
            {
                var body = read.Buffer.ToArray();
                reader.AdvanceTo(read.Buffer.End);
                return body;
            }

            reader.AdvanceTo(read.Buffer.Start, read.Buffer.End);
        }
    }

    /// <summary>Some of what the server cannot read it tells with a status of its own, the rest as a failed read: both are the caller's fault.</summary>
    private static async ValueTask<ReadResult> ReadPieceAsync(PipeReader reader, HttpContext context)
    {
        try
        {
            return await reader.ReadAsync(context.RequestAborted).ConfigureAwait(false);
        }
        catch (IOException e) when (e is not BadHttpRequestException)
        {
            if (e is ConnectionResetException)
            {
                // Kestrel may not have noticed yet: it would try to read the rest, fail, and log that as an error of ours.
                context.Abort();
            }

            throw new BadHttpRequestException("The body could not be read: it was cut off, or its chunks are broken.", e);
        }
    }

    private static void CheckContentType(HttpRequest request)
    {
        if (!MediaTypeHeaderValue.TryParse(request.ContentType, out var type) || !type.MediaType.Equals(Json, StringComparison.OrdinalIgnoreCase))
        {
            throw Unsupported($"The content type is '{FaultText.Show(request.ContentType ?? string.Empty)}': send '{Json}'.");
        }

        if (type.Charset.HasValue && !HeaderUtilities.RemoveQuotes(type.Charset).Equals("utf-8", StringComparison.OrdinalIgnoreCase))
        {
            throw Unsupported($"The charset is '{FaultText.Show(type.Charset.Value)}': JSON travels in UTF-8.");
        }

        if (request.Headers.ContentEncoding.Count > 0)
        {
            throw Unsupported($"The content encoding is '{FaultText.Show(request.Headers.ContentEncoding.ToString())}': send the body as it is.");
        }
    }

    private static EventBusValidationException Unsupported(string message) => new(string.Empty, ErrorCodes.UnsupportedMediaType, message);

    private static EventBusValidationException TooLarge(int maxBytes) =>
        new(string.Empty, ErrorCodes.PayloadTooLarge, $"The body is larger than {maxBytes} bytes.");
}
