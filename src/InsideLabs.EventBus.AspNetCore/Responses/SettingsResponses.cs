using System.Text.Json;
using InsideLabs.EventBus.AspNetCore.OpenApi;
using InsideLabs.EventBus.Settings;

namespace InsideLabs.EventBus.AspNetCore.Responses;

/// <summary>A value that templates use as <c>{{global.key}}</c>.</summary>
internal sealed record GlobalSettingResponse
{
    /// <summary>Its name: 1 to 128 of <c>A-Z a-z 0-9 _ -</c>.</summary>
    public required string Key { get; init; }

    /// <summary>Any JSON value, as it was written.</summary>
    [AnyJson]
    public required JsonElement Value { get; init; }

    /// <summary>What it is, for people; null when nobody said.</summary>
    public required string? Description { get; init; }

    public static GlobalSettingResponse Of(GlobalSetting setting) => new()
    {
        Key = setting.Key,
        Value = RawJson.Of(setting.Value),
        Description = setting.Description,
    };
}

/// <summary>What an adapter needs to work on this server.</summary>
internal sealed record AdapterSettingsResponse
{
    /// <summary>The adapter's key.</summary>
    public required string Name { get; init; }

    /// <summary>Whether the adapter may send.</summary>
    public required bool Enabled { get; init; }

    /// <summary>The settings as they were written, credentials shown as <c>***</c>.</summary>
    public required JsonElement Settings { get; init; }

    public static AdapterSettingsResponse Of(AdapterSettings settings) => new()
    {
        Name = settings.Adapter,
        Enabled = settings.IsEnabled,
        Settings = RawJson.Of(settings.Settings),
    };
}
