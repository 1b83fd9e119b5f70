namespace InsideLabs.EventBus.AspNetCore.Receiving;

/// <summary>
/// Thrown by a handler that cannot do its work for the moment: the receipt is rolled back, and the sender is asked to come again
/// with 503. Unlike any other exception it is no error of the handler, and the log says so.
/// </summary>
/// <param name="message">Why, for the log. The sender is not told.</param>
/// <param name="after">How long the sender should wait at least, in whole seconds; null to leave it to the sender's retry ladder.</param>
/// <param name="innerException">The cause, if another exception was.</param>
public sealed class RetryLaterException(string message, TimeSpan? after = null, Exception? innerException = null)
    : Exception(message, innerException)
{
    /// <summary>How long the sender should wait at least.</summary>
    public TimeSpan? After { get; } = after;
}
