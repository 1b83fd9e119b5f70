using InsideLabs.EventBus.Errors;

namespace InsideLabs.EventBus.AspNetCore.Receiving;

/// <summary>
/// The stable codes with which an endpoint refuses a request, besides those of <see cref="ErrorCodes"/>. They stand in the member
/// <c>code</c> of the problem document.
/// </summary>
public static class ReceiverErrorCodes
{
    /// <summary>
    /// 401: the request is not signed with a secret of this endpoint, a header is missing or malformed, or the body was changed.
    /// Which of these it was is not told.
    /// </summary>
    public const string SignatureInvalid = "signature_invalid";

    /// <summary>401: the request's timestamp lies too far from the receiver's clock.</summary>
    public const string TimestampOutsideTolerance = "timestamp_outside_tolerance";

    /// <summary>415: the body is not <c>application/json</c>.</summary>
    public const string UnsupportedMediaType = "unsupported_media_type";

    /// <summary>400 or 408: the body is not what its headers announce, or it came too slowly.</summary>
    public const string RequestMalformed = "request_malformed";

    /// <summary>503: the handler asked for the event to come again later.</summary>
    public const string RetryLater = "retry_later";
}
