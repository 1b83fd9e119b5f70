using System.Globalization;

namespace EventServer.Settings;

/// <summary>
/// Reads settings and collects what is wrong with them, so that everything is said at once. What was asked for is what is known:
/// any other key of a section is a typing error.
/// </summary>
internal sealed class SettingsReader(IConfiguration configuration)
{
    private const int LongestShown = 100;

    private readonly HashSet<string> _known = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<string> _faults = [];

    public IReadOnlyList<string> Faults => _faults;

    /// <summary>A value in quotes as a message may show it. Never give it a secret.</summary>
    public static string Show(string value) =>
        $"'{new string([.. value.Take(LongestShown).Select(c => char.IsControl(c) ? '\uFFFD' : c)])}{(value.Length > LongestShown ? "…" : string.Empty)}'";

    public void Refuse(string fault) => _faults.Add(fault);

    /// <summary>A text, empty when it is set to nothing, or null when it is not set.</summary>
    public string? Text(string key)
    {
        _known.Add(key);
        return configuration[key];
    }

    public bool Flag(string key, bool byDefault)
    {
        if (Text(key) is not { } text)
        {
            return byDefault;
        }

        if (!bool.TryParse(text, out var value))
        {
            Refuse($"{key} is {Show(text)}: write true or false; without it, it is {(byDefault ? "true" : "false")}.");
        }

        return value;
    }

    /// <summary>The items of an array, or null when it is not set. An array that is set to nothing has none.</summary>
    public IReadOnlyList<string>? List(string key)
    {
        if (Text(key) is { Length: > 0 } single)
        {
            Refuse($"{key} is {Show(single)}, but it is an array: write its first item as {key}:0.");
            return null;
        }

        var section = configuration.GetSection(key);
        var items = section.GetChildren().OrderBy(c => IndexOf(c.Key)).Select(c => c.Value ?? string.Empty).ToList();
        return items.Count > 0 || section.Value is not null ? items : null;
    }

    /// <summary>Refuses every key of a section that nobody has asked for, and names the one that was probably meant.</summary>
    public void RefuseUnknown(string section)
    {
        foreach (var (key, value) in configuration.GetSection(section).AsEnumerable())
        {
            if (value is not null && !_known.Contains(key) && !IsItem(key))
            {
                var hint = NearestSetting.Find(key, _known) is { } nearest ? $"Did you mean {nearest}?" : $"The settings are {string.Join(", ", _known)}.";
                Refuse($"{Show(key)[1..^1]} is not a setting of this server. {hint}");
            }
        }
    }

    private bool IsItem(string key)
    {
        var last = key.LastIndexOf(':');
        return IndexOf(key[(last + 1)..]) < int.MaxValue && _known.Contains(key[..last]);
    }

    private static int IndexOf(string key) =>
        int.TryParse(key, NumberStyles.None, CultureInfo.InvariantCulture, out var index) ? index : int.MaxValue;
}
