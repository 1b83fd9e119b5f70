using System.Globalization;
using InsideLabs.EventBus.AspNetCore.Problems;
using InsideLabs.EventBus.Errors;
using Microsoft.AspNetCore.Http;
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

    public static readonly ReceiverAnswer SignatureInvalid = new(
        StatusCodes.Status401Unauthorized, ErrorCodes.SignatureInvalid, "The request is not signed with a secret that this endpoint knows.");

    public static readonly ReceiverAnswer TimestampOutsideTolerance = new(
        StatusCodes.Status401Unauthorized, ErrorCodes.TimestampOutsideTolerance, "The request is too old, or the clocks differ.");

    public static readonly ReceiverAnswer HandlerFailed = new(
        StatusCodes.Status500InternalServerError, ErrorCodes.HandlerFailed, "The event was not handled. Send it again.");

    public static readonly ReceiverAnswer StoreUnavailable = new(
        StatusCodes.Status503ServiceUnavailable, ErrorCodes.StoreUnavailable, "The event cannot be taken for the moment. Send it again.", StorePause);

    public static ReceiverAnswer UnsupportedMediaType(string fault) => new(
        StatusCodes.Status415UnsupportedMediaType, ErrorCodes.UnsupportedMediaType, fault);

    public static ReceiverAnswer TooLarge(int most) => new(
        StatusCodes.Status413PayloadTooLarge, ErrorCodes.PayloadTooLarge, $"The body may have {most} bytes.");

    public static ReceiverAnswer Invalid(EventBusValidationException e) => new(StatusCodes.Status400BadRequest, e.Code, e.Message);

    public static ReceiverAnswer RetryLater(TimeSpan? after) => new(
        StatusCodes.Status503ServiceUnavailable, ErrorCodes.RetryLater, "The event cannot be handled for the moment. Send it again.", after);

    public Task WriteAsync(HttpResponse response)
    {
        response.StatusCode = Status;
        if (RetryAfter is { } pause && pause > TimeSpan.Zero)
        {
            response.Headers[HeaderNames.RetryAfter] = Math.Ceiling(pause.TotalSeconds).ToString(CultureInfo.InvariantCulture);
        }

        if (Code is not null)
        {
            return Problem.WriteAsync(response.HttpContext, Status, Code, Detail!);
        }

        response.ContentLength = 0;
        return Task.CompletedTask;
    }
}
