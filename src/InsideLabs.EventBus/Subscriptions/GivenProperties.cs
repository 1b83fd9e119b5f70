using System.Runtime.CompilerServices;

namespace InsideLabs.EventBus.Subscriptions;

/// <summary>Remembers which properties of a draft were set, to null as well: an update keeps the others.</summary>
internal sealed class GivenProperties
{
    private readonly HashSet<string> _names = new(StringComparer.Ordinal);

    /// <summary>Notes that a property was set; called from its setter.</summary>
    /// <returns>The value.</returns>
    public T Note<T>(T value, [CallerMemberName] string property = "")
    {
        _names.Add(property);
        return value;
    }

    public bool Contains(string property) => _names.Contains(property);
}
