namespace InsideLabs.EventBus.Handlers;

/// <summary>A payload does not fit a handler: no other attempt can succeed, unlike after an exception of the handler itself.</summary>
internal sealed class PayloadBindingException(string message, Exception? innerException = null) : Exception(message, innerException);
