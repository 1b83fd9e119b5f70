namespace InsideLabs.EventBus.Rendering.Expressions;

/// <summary>Where a path begins.</summary>
internal enum PathRoot
{
    /// <summary>A field of the occurrence that is called by its own name, such as <c>eventId</c>.</summary>
    Field,

    /// <summary><c>event</c>: the envelope.</summary>
    Envelope,

    /// <summary><c>payload</c> or <c>interaction</c>: the event's payload, or the interaction's metadata.</summary>
    Data,

    /// <summary><c>subscriptionId</c>.</summary>
    Subscription,

    /// <summary><c>subscriberId</c>.</summary>
    Subscriber,

    /// <summary><c>global.key</c>.</summary>
    Global,

    /// <summary><c>adapter.name.key</c>.</summary>
    Adapter,

    /// <summary><c>secrets.name</c>.</summary>
    Secret,
}
