using System.Buffers;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Net.Http.Headers;

namespace InsideLabs.EventBus.AspNetCore.Receiving;

/// <summary>Reads a request's body as it came: the signature covers the bytes, so they are read before anything interprets them.</summary>
internal static class RequestBody
{
    private const int FirstCapacity = 4096;
    private const int FramingBytes = 64 * 1024;

    public static bool IsJson(HttpRequest request) =>
        MediaTypeHeaderValue.TryParse(request.ContentType, out var type)
        && type.MediaType.Equals("application/json", StringComparison.OrdinalIgnoreCase)
        && (!type.Charset.HasValue || HeaderUtilities.RemoveQuotes(type.Charset).Equals("utf-8", StringComparison.OrdinalIgnoreCase));

    /// <returns>The bytes, or null when there are more than allowed: declared, or found while reading.</returns>
    public static async ValueTask<ReadOnlyMemory<byte>?> ReadAsync(HttpRequest request, int most, CancellationToken cancellationToken)
    {
        if (request.ContentLength > most)
        {
            return null;
        }

        AllowServer(request.HttpContext, most);
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
