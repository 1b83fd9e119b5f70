using System.Diagnostics.CodeAnalysis;

namespace InsideLabs.EventBus.Events;

/// <summary>The domains that this host knows and the event types they define. Fixed once the host has started.</summary>
public interface IEventRegistry
{
    /// <summary>The registered domains, in the order of their names.</summary>
    IReadOnlyList<EventDomain> Domains { get; }

    /// <summary>Every registered event type, in the order of their names.</summary>
    IReadOnlyList<EventDefinition> Definitions { get; }

    /// <summary>Looks an event type up.</summary>
    /// <param name="type">The event type's name.</param>
    /// <param name="definition">Its definition.</param>
    /// <param name="domain">The domain that defines it.</param>
    /// <returns>Whether the type is registered.</returns>
    bool TryFind(string type, [NotNullWhen(true)] out EventDefinition? definition, [NotNullWhen(true)] out EventDomain? domain);
}
