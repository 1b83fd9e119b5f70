namespace InsideLabs.EventBus.Errors;

/// <summary>
/// The store could not do its work. When a commit failed this way its outcome may be unknown: publishing the same
/// event id again is safe, and either stores it or returns the first receipt.
/// </summary>
public sealed class EventBusStoreException(string code, string message, Exception? innerException = null)
    : EventBusException(code, message, innerException);
