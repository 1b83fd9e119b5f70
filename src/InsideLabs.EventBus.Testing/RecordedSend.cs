using InsideLabs.EventBus.Adapters;
using InsideLabs.EventBus.Occurrences;
using InsideLabs.EventBus.Subscriptions;

namespace InsideLabs.EventBus.Testing;

/// <summary>A send that the recording adapter was asked for.</summary>
/// <param name="Request">What it was given.</param>
/// <param name="At">The instant of the virtual clock that it began at.</param>
public sealed record RecordedSend(DeliveryRequest Request, DateTimeOffset At)
{
    /// <summary>The delivery.</summary>
    public Guid DeliveryId => Request.DeliveryId;

    /// <summary>Which attempt of the delivery it is, from 1.</summary>
    public int Attempt => Request.Attempt;

    /// <summary>What happened.</summary>
    public Occurrence Occurrence => Request.Occurrence;

    /// <summary>Who wants to know.</summary>
    public Subscription Subscription => Request.Subscription;

    /// <summary>Which one it is, and when.</summary>
    public override string ToString() => $"attempt {Attempt} of delivery {DeliveryId} at {At:O}";
}
