using System.Collections.Frozen;
using InsideLabs.EventBus.Events;

namespace InsideLabs.EventBus.AspNetCore.Receiving;

/// <summary>Finds the one handler of an event: the one of its type, otherwise the one with the longest pattern, otherwise the one of the others.</summary>
internal sealed class EventRoutes(IReadOnlyList<EventRoute> routes)
{
    /// <summary>Stands for every event that no pattern matches; no text is this pattern.</summary>
    public static readonly EventPattern Others;

    private readonly FrozenDictionary<string, EventRoute> _exact = routes
        .Where(r => !r.Pattern.IsWildcard)
        .ToFrozenDictionary(r => r.Pattern.Value, StringComparer.Ordinal);

    private readonly EventRoute[] _wildcards =
        [.. routes.Where(r => r.Pattern.IsWildcard).OrderByDescending(r => r.Pattern.Value.Length)];

    public EventRoute? Find(EventType type) => _exact.TryGetValue(type.Value, out var exact)
        ? exact
        : Array.Find(_wildcards, r => r.Pattern.Matches(type)) ?? _exact.GetValueOrDefault(Others.Value);
}
