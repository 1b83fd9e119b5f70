using System.Collections.Frozen;

namespace InsideLabs.EventBus.Adapters;

/// <summary>The fields of a config or of settings that an adapter says something about. All others are plain JSON.</summary>
public sealed class ConfigFields
{
    private const string AnyProperty = "*";
    private const string AllBelow = ".**";

    private static readonly char[] Separators = ['.', '['];

    private static readonly ConfigField Plain = new(string.Empty);

    private readonly FrozenDictionary<string, ConfigField> _byPath;
    private readonly bool _hasTrees;

    /// <summary>Makes a set of fields.</summary>
    /// <param name="fields">The fields, each path once.</param>
    /// <exception cref="ArgumentException">A path stands twice, or one with <c>**</c> is a credential, which has a name of its own.</exception>
    public ConfigFields(params IEnumerable<ConfigField> fields)
    {
        _byPath = fields.ToDictionary(f => f.Path, StringComparer.Ordinal).ToFrozenDictionary(StringComparer.Ordinal);
        if (_byPath.Values.FirstOrDefault(f => f.IsCredential && IsTree(f.Path)) is { } tree)
        {
            throw new ArgumentException($"'{tree.Path}' names everything below a field, and a credential has a path of its own.", nameof(fields));
        }

        _hasTrees = _byPath.Keys.Any(IsTree);
    }

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
        return _byPath.TryGetValue(string.Concat(path.AsSpan(0, dot + 1), AnyProperty), out field) ? field : OfTree(path) ?? Plain;
    }

    private static bool IsTree(string path) => path.EndsWith(AllBelow, StringComparison.Ordinal);

    /// <summary>What is said about all fields below one that the path leads through; the nearest one decides.</summary>
    private ConfigField? OfTree(string path)
    {
        for (var at = _hasTrees ? path.LastIndexOfAny(Separators) : -1; at > 0; at = path.LastIndexOfAny(Separators, at - 1))
        {
            if (_byPath.TryGetValue(string.Concat(path.AsSpan(0, at), AllBelow), out var field))
            {
                return field;
            }
        }

        return null;
    }
}
