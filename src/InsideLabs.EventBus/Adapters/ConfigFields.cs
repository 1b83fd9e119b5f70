using System.Collections.Frozen;

namespace InsideLabs.EventBus.Adapters;

/// <summary>The fields of a config or of settings that an adapter says something about. All others are plain JSON.</summary>
public sealed class ConfigFields
{
    private const string AnyProperty = "*";

    private static readonly ConfigField Plain = new(string.Empty);

    private readonly FrozenDictionary<string, ConfigField> _byPath;

    /// <summary>Makes a set of fields.</summary>
    /// <param name="fields">The fields, each path once.</param>
    /// <exception cref="ArgumentException">A path stands twice.</exception>
    public ConfigFields(params IEnumerable<ConfigField> fields) =>
        _byPath = fields.ToDictionary(f => f.Path, StringComparer.Ordinal).ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>No field is special.</summary>
    public static ConfigFields None { get; } = new();

    /// <summary>All that was said.</summary>
    public IReadOnlyCollection<ConfigField> All => _byPath.Values;

    /// <summary>What is said about a field; a plain one when nothing is.</summary>
    /// <param name="path">Its path with <c>[]</c> for every index, such as <c>personalizations[].to[].email</c>.</param>
    public ConfigField Of(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        if (_byPath.TryGetValue(path, out var field))
        {
            return field;
        }

        var dot = path.LastIndexOf('.');
        return _byPath.TryGetValue(string.Concat(path.AsSpan(0, dot + 1), AnyProperty), out field) ? field : Plain;
    }
}
