using System.Collections.Concurrent;

namespace InsideLabs.EventBus.Mutations.Load;

/// <summary>The ids that exist on the server, for each collection, as far as mutated requests may have them.</summary>
internal sealed class LivePool
{
    private readonly ConcurrentDictionary<string, string[]> _ids = new(StringComparer.Ordinal);

    public void Set(string collection, IEnumerable<string> ids) => _ids[collection] = [.. ids];

    public string? Pick(string collection, Random random) =>
        _ids.TryGetValue(collection, out var ids) && ids.Length > 0 ? ids[random.Next(ids.Length)] : null;
}
