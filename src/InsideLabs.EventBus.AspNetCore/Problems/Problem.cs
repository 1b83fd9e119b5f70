using InsideLabs.EventBus.AspNetCore.Responses;
using InsideLabs.EventBus.Errors;
using Microsoft.AspNetCore.Http;

namespace InsideLabs.EventBus.AspNetCore.Problems;

/// <summary>Turns what went wrong into an answer: one shape, a stable code, the status that belongs to the code.</summary>
public static class Problem
{
    /// <summary>The content type of every error.</summary>
    public const string ContentType = "application/problem+json";

    /// <summary>Writes an answer as the API writes its own: RFC 9457 with a <c>code</c>.</summary>
    /// <param name="context">The request.</param>
    /// <param name="status">The HTTP status.</param>
    /// <param name="code">A stable code, such as one of <see cref="ErrorCodes"/>.</param>
    /// <param name="detail">What is wrong and the way out, for people.</param>
    public static Task WriteAsync(HttpContext context, int status, string code, string detail) =>
        WriteAsync(context, status, code, detail, faults: null);

    /// <summary>Writes the answer to an exception that the library throws on purpose.</summary>
    internal static Task WriteAsync(HttpContext context, EventBusException exception)
    {
        var status = StatusOf(exception);
        if (status == StatusCodes.Status503ServiceUnavailable)
        {
            context.Response.Headers.RetryAfter = "1";
        }

        return exception is EventBusValidationException { Faults: var faults }
            ? WriteAsync(context, status, exception.Code, Summary(faults), status == StatusCodes.Status400BadRequest ? faults : null)
            : WriteAsync(context, status, exception.Code, exception.Message);
    }

    private static Task WriteAsync(HttpContext context, int status, string code, string detail, IReadOnlyList<Fault>? faults)
    {
        ArgumentNullException.ThrowIfNull(context);
        context.Response.StatusCode = status;
        var problem = ProblemResponse.Of(status, code, detail, faults);

        // Without a token of ours it stops with the request and does not throw: an error handler that throws is logged as a defect.
        return context.Response.WriteAsJsonAsync(problem, ApiJson.Relaxed.ProblemResponse, ContentType, CancellationToken.None);
    }

    private static string Summary(IReadOnlyList<Fault> faults) =>
        faults.Count == 1 ? faults[0].Message : $"The input has {faults.Count} faults; each stands in 'errors'.";

    private static int StatusOf(EventBusException exception) => exception.Code switch
    {
        ErrorCodes.UnsupportedMediaType => StatusCodes.Status415UnsupportedMediaType,
        ErrorCodes.PayloadTooLarge => StatusCodes.Status413PayloadTooLarge,
        ErrorCodes.VersionConflict => StatusCodes.Status412PreconditionFailed,
        _ => exception switch
        {
            EventBusValidationException => StatusCodes.Status400BadRequest,
            EventBusNotFoundException => StatusCodes.Status404NotFound,
            EventBusConflictException => StatusCodes.Status409Conflict,
            EventBusStoreException => StatusCodes.Status503ServiceUnavailable,
            _ => StatusCodes.Status500InternalServerError,
        },
    };
}
