namespace InsideLabs.EventBus.Settings;

/// <summary>A value that every template of the host can use as <c>{{global.key}}</c>.</summary>
/// <param name="Key">Its name: 1 to 128 characters of <c>[A-Za-z0-9_-]</c>.</param>
/// <param name="Value">Any JSON value in UTF-8; its texts may hold templates.</param>
/// <param name="Description">What it is, for people; null when nobody said.</param>
public sealed record GlobalSetting(string Key, ReadOnlyMemory<byte> Value, string? Description);
