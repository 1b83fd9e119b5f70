namespace InsideLabs.EventBus.Errors;

/// <summary>The named thing does not exist (<see cref="ErrorCodes.NotFound"/>).</summary>
public sealed class EventBusNotFoundException(string message) : EventBusException(ErrorCodes.NotFound, message);
