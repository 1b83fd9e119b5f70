namespace InsideLabs.EventBus.Testing;

/// <summary>A delivery did not become what a test waited for. The message tells its state and its attempts.</summary>
/// <param name="message">What was waited for, and what is.</param>
public sealed class DeliveryProbeException(string message) : Exception(message);
