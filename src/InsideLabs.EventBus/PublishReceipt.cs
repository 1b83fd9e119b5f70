namespace InsideLabs.EventBus;

/// <summary>The acknowledgement of a published event.</summary>
/// <param name="EventId">The event's id: given, or made by the library.</param>
/// <param name="Deliveries">How many deliveries it caused; 0 when nobody listens.</param>
/// <param name="Duplicate">Whether it was published before, so that nothing happened now.</param>
public readonly record struct PublishReceipt(string EventId, int Deliveries, bool Duplicate);
