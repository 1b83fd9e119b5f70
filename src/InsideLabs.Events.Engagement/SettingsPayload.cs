using System.Text.Json;

namespace InsideLabs.Events.Engagement;

/// <summary>Settings of the engagement domain changed.</summary>
public sealed record SettingsPayload
{
    /// <summary>The group of settings, such as <c>sending</c> or <c>tracking</c>.</summary>
    public string? Section { get; init; }

    /// <summary>The new values of the settings that changed, by name; any JSON value.</summary>
    public IReadOnlyDictionary<string, JsonElement>? Settings { get; init; }

    /// <summary>The names of the settings that went back to their default.</summary>
    public IReadOnlyList<string>? RemovedSettings { get; init; }

    /// <summary>Who did it: a user's or a system's id.</summary>
    public string? ChangedBy { get; init; }
}
