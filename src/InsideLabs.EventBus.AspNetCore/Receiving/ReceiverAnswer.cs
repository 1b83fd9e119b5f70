using System.Buffers;
using System.Globalization;
using System.Text.Json;
using InsideLabs.EventBus.Errors;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;

namespace InsideLabs.EventBus.AspNetCore.Receiving;

/// <summary>What the sender is told: 200 and nothing else, or a problem document.</summary>
/// <param name="Status">The status.</param>
/// <param name="Code">A stable code; null with 200.</param>
/// <param name="Detail">A sentence for a person; null with 200.</param>
/// <param name="RetryAfter">How long the sender is asked to wait at least.</param>
internal sealed record ReceiverAnswer(int Status, string? Code = null, string? Detail = null, TimeSpan? RetryAfter = null)
{
    private static readonly TimeSpan StorePause = TimeSpan.FromSeconds(5);

    /// <summary>The sender need not send it again: handled now, handled before, or nobody's business.</summary>
    public static readonly ReceiverAnswer Taken = new(StatusCodes.Status200OK);

    public static readonly ReceiverAnswer UnsupportedMediaType = new(
        StatusCodes.Status415UnsupportedMediaType, ReceiverErrorCodes.UnsupportedMediaType, "Send the event as application/json in UTF-8.");

    public static readonly ReceiverAnswer SignatureInvalid = new(
        StatusCodes.Status401Unauthorized, ReceiverErrorCodes.SignatureInvalid, "The request is not signed with a secret that this endpoint knows.");

    public static readonly ReceiverAnswer TimestampOutsideTolerance = new(
        StatusCodes.Status401Unauthorized, ReceiverErrorCodes.TimestampOutsideTolerance, "The request is too old, or the clocks differ.");

    public static readonly ReceiverAnswer HandlerFailed = new(
        StatusCodes.Status500InternalServerError, ErrorCodes.HandlerFailed, "The event was not handled. Send it again.");

    public static readonly ReceiverAnswer StoreUnavailable = new(
        StatusCodes.Status503ServiceUnavailable, ErrorCodes.StoreUnavailable, "The event cannot be taken for the moment. Send it again.", StorePause);

    public static ReceiverAnswer TooLarge(int most) => new(
        StatusCodes.Status413PayloadTooLarge, ErrorCodes.PayloadTooLarge, $"The body may have {most} bytes.");

    public static ReceiverAnswer Invalid(EventBusValidationException e) => new(StatusCodes.Status400BadRequest, e.Code, e.Message);

    public static ReceiverAnswer RetryLater(TimeSpan? after) => new(
        StatusCodes.Status503ServiceUnavailable, ReceiverErrorCodes.RetryLater, "The event cannot be handled for the moment. Send it again.", after);

    public Task WriteAsync(HttpResponse response)
    {
        response.StatusCode = Status;
        if (RetryAfter is { } pause && pause > TimeSpan.Zero)
        {
            response.Headers[HeaderNames.RetryAfter] = Math.Ceiling(pause.TotalSeconds).ToString(CultureInfo.InvariantCulture);
        }

        var body = Code is null ? ReadOnlyMemory<byte>.Empty : Problem();
        response.ContentLength = body.Length;
        response.ContentType = body.IsEmpty ? null : "application/problem+json";

        // The caller may be gone; the answer is the same.
        return body.IsEmpty ? Task.CompletedTask : response.Body.WriteAsync(body, response.HttpContext.RequestAborted).AsTask();
    }

    private ReadOnlyMemory<byte> Problem()
    {
        var buffer = new ArrayBufferWriter<byte>(256);
        using var json = new Utf8JsonWriter(buffer);
        json.WriteStartObject();
        json.WriteString("type"u8, "about:blank");
        json.WriteString("title"u8, ReasonPhrases.GetReasonPhrase(Status));
        json.WriteNumber("status"u8, Status);
        json.WriteString("detail"u8, Detail);
        json.WriteString("code"u8, Code);
        json.WriteEndObject();
        json.Flush();
        return buffer.WrittenMemory;
    }
}
