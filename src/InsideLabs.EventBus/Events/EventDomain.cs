using System.Collections.Immutable;
using InsideLabs.EventBus.Errors;

namespace InsideLabs.EventBus.Events;

/// <summary>
/// A domain and the event types it defines. An ordinary domain owns its events: it alone publishes them. A shared domain
/// defines events that several named producers publish.
/// </summary>
public sealed class EventDomain
{
    private EventDomain(string name, string displayName, ImmutableArray<string> producers, ImmutableArray<EventDefinition> definitions)
    {
        Name = name;
        DisplayName = displayName;
        Producers = producers;
        Definitions = definitions;
    }

    /// <summary>The prefix of the domain's event types: one segment.</summary>
    public string Name { get; }

    /// <summary>The envelope's <c>sourceDomain</c> of the events the domain owns.</summary>
    public string DisplayName { get; }

    /// <summary>The display names of the domains that may publish a shared domain's events; empty for an ordinary domain.</summary>
    public ImmutableArray<string> Producers { get; }

    /// <summary>Whether several producers share the domain's events, so that each publish must say who it is.</summary>
    public bool IsShared => !Producers.IsEmpty;

    /// <summary>The domain's event types.</summary>
    public ImmutableArray<EventDefinition> Definitions { get; }

    /// <summary>Makes a domain that owns its events.</summary>
    /// <param name="name">The prefix of its event types: one segment of <c>[a-z][a-z0-9_-]*</c>.</param>
    /// <param name="displayName">The envelope's <c>sourceDomain</c>.</param>
    /// <param name="definitions">Its event types.</param>
    /// <exception cref="EventBusException">
    /// <see cref="ErrorCodes.RegistryInvalid"/>: the name is no segment, a type stands twice or under a foreign prefix.
    /// </exception>
    public static EventDomain Create(string name, string displayName, params IEnumerable<EventDefinition> definitions) =>
        Make(name, displayName, [], definitions);

    /// <summary>Makes a domain whose events several producers publish.</summary>
    /// <param name="name">The prefix of its event types.</param>
    /// <param name="displayName">The domain's name for people.</param>
    /// <param name="producers">The display names of the domains that may publish; at least one.</param>
    /// <param name="definitions">Its event types.</param>
    /// <exception cref="EventBusException"><see cref="ErrorCodes.RegistryInvalid"/>.</exception>
    public static EventDomain CreateShared(
        string name,
        string displayName,
        IEnumerable<string> producers,
        params IEnumerable<EventDefinition> definitions) =>
        Make(name, displayName, Named(name, producers), definitions);

    /// <summary>The same shared domain with more producers.</summary>
    /// <param name="producers">Display names of further domains that may publish.</param>
    /// <exception cref="EventBusException">
    /// <see cref="ErrorCodes.RegistryInvalid"/>: the domain is not shared, or a producer has no name.
    /// </exception>
    public EventDomain WithProducers(params IEnumerable<string> producers) => IsShared
        ? new EventDomain(Name, DisplayName, Named(Name, Producers.Concat(producers)), Definitions)
        : throw Invalid($"The domain '{Name}' owns its events: only a shared domain has producers.");

    internal static EventBusException Invalid(string message) => new(ErrorCodes.RegistryInvalid, message);

    private static ImmutableArray<string> Named(string domain, IEnumerable<string> producers)
    {
        ArgumentNullException.ThrowIfNull(producers);
        ImmutableArray<string> named = [.. producers.Distinct(StringComparer.Ordinal)];
        return named.IsEmpty || named.Any(string.IsNullOrWhiteSpace)
            ? throw Invalid($"The shared domain '{domain}' needs producers: name every domain that may publish its events.")
            : named;
    }

    private static EventDomain Make(
        string name,
        string displayName,
        ImmutableArray<string> producers,
        IEnumerable<EventDefinition> definitions)
    {
        ArgumentNullException.ThrowIfNull(definitions);
        ArgumentException.ThrowIfNullOrWhiteSpace(displayName);
        if (EventType.CountSegments(name) != 1)
        {
            throw Invalid($"'{name}' is not a domain name: use one segment of [a-z][a-z0-9_-]*, such as 'engagement'.");
        }

        ImmutableArray<EventDefinition> all = [.. definitions];
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var definition in all)
        {
            if (!string.Equals(definition.Type.Domain, name, StringComparison.Ordinal))
            {
                throw Invalid($"The domain '{name}' defines '{definition.Type}', whose prefix belongs to the domain '{definition.Type.Domain}'.");
            }

            if (!seen.Add(definition.Type.Value))
            {
                throw Invalid($"The domain '{name}' defines '{definition.Type}' twice.");
            }
        }

        return new EventDomain(name, displayName, producers, all);
    }
}
