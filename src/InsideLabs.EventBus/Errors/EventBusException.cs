namespace InsideLabs.EventBus.Errors;

/// <summary>The base of every exception this library throws on purpose.</summary>
public class EventBusException : Exception
{
    /// <summary>Creates the exception.</summary>
    /// <param name="code">A stable code from <see cref="ErrorCodes"/>.</param>
    /// <param name="message">The thing, the value and the way out.</param>
    /// <param name="innerException">The cause, if another exception was.</param>
    public EventBusException(string code, string message, Exception? innerException = null)
        : base(message, innerException) => Code = code;

    /// <summary>A stable code from <see cref="ErrorCodes"/>.</summary>
    public string Code { get; }
}
