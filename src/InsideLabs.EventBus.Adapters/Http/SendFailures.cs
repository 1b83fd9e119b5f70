using System.Net.Sockets;
using System.Security.Authentication;
using InsideLabs.EventBus.Errors;

namespace InsideLabs.EventBus.Adapters.Http;

/// <summary>What it means for a delivery that no response came.</summary>
internal static class SendFailures
{
    /// <summary>The connection was not made in time.</summary>
    public static DeliveryResult ConnectTimeout() =>
        DeliveryResult.Retry(ErrorCodes.Timeout, "The connection could not be established in time.");

    /// <summary>Judges an exception. The text names causes that an author of subscriptions may know, and no address.</summary>
    public static DeliveryResult Judge(HttpRequestException exception)
    {
        if (Cause<DestinationBlockedException>(exception) is { } blocked)
        {
            return DeliveryResult.Rejected(ErrorCodes.DestinationBlocked, blocked.Message);
        }

        return exception.HttpRequestError switch
        {
            HttpRequestError.ConfigurationLimitExceeded =>
                DeliveryResult.Retry(ErrorCodes.ProtocolError, "The response's head is larger than 16 KiB."),
            HttpRequestError.InvalidResponse or HttpRequestError.HttpProtocolError or HttpRequestError.VersionNegotiationError =>
                DeliveryResult.Retry(ErrorCodes.ProtocolError, "The answer is not valid HTTP."),
            HttpRequestError.NameResolutionError =>
                DeliveryResult.Retry(ErrorCodes.ConnectionFailed, "The host's name could not be resolved."),
            HttpRequestError.SecureConnectionError =>
                DeliveryResult.Retry(ErrorCodes.ConnectionFailed, $"The TLS handshake failed. {Cause<AuthenticationException>(exception)?.Message}".TrimEnd()),
            HttpRequestError.ConnectionError =>
                DeliveryResult.Retry(ErrorCodes.ConnectionFailed, $"The connection could not be established ({Cause<SocketException>(exception)?.SocketErrorCode})."),
            _ => DeliveryResult.Retry(ErrorCodes.ConnectionFailed, "The connection broke before an answer came."),
        };
    }

    private static T? Cause<T>(Exception exception)
        where T : Exception
    {
        for (var cause = exception.InnerException; cause is not null; cause = cause.InnerException)
        {
            if (cause is T found)
            {
                return found;
            }
        }

        return null;
    }
}
