namespace InsideLabs.EventBus.Errors;

/// <summary>The input is well-formed, but contradicts what is stored: an event id used for other content, a version that moved on.</summary>
public sealed class EventBusConflictException(string code, string message) : EventBusException(code, message);
