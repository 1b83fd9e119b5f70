using System.Collections.Frozen;
using System.Diagnostics.CodeAnalysis;

namespace InsideLabs.EventBus.Events;

internal sealed class EventRegistry : IEventRegistry
{
    private readonly FrozenDictionary<string, (EventDefinition Definition, EventDomain Domain)> _byType;

    public EventRegistry(IEnumerable<EventDomain> domains)
    {
        Domains = [.. domains.OrderBy(d => d.Name, StringComparer.Ordinal)];
        for (var i = 1; i < Domains.Count; i++)
        {
            if (string.Equals(Domains[i - 1].Name, Domains[i].Name, StringComparison.Ordinal))
            {
                throw EventDomain.Invalid(
                    $"Two domains are named '{Domains[i].Name}': '{Domains[i - 1].DisplayName}' and '{Domains[i].DisplayName}'. "
                    + "Register one of them, or merge their definitions.");
            }
        }

        _byType = Domains
            .SelectMany(domain => domain.Definitions.Select(definition => (definition, domain)))
            .ToFrozenDictionary(pair => pair.definition.Type.Value, StringComparer.Ordinal);
        Definitions = [.. _byType.Values.Select(v => v.Definition).OrderBy(d => d.Type.Value, StringComparer.Ordinal)];
    }

    public IReadOnlyList<EventDomain> Domains { get; }

    public IReadOnlyList<EventDefinition> Definitions { get; }

    public bool TryFind(
        string type,
        [NotNullWhen(true)] out EventDefinition? definition,
        [NotNullWhen(true)] out EventDomain? domain)
    {
        var found = _byType.TryGetValue(type, out var entry);
        (definition, domain) = entry;
        return found;
    }
}
