using System.Text.Json.Nodes;
using InsideLabs.EventBus.Adapters;
using InsideLabs.EventBus.Settings;

namespace InsideLabs.EventBus.AspNetCore.Responses;

/// <summary>An adapter of this server.</summary>
internal sealed record AdapterResponse
{
    /// <summary>What <c>config.adapter</c> names.</summary>
    public required string Key { get; init; }

    /// <summary>What it does, for people.</summary>
    public required string Description { get; init; }

    /// <summary>The JSON Schema of a subscription's config, for people and their editors; the adapter's own code decides.</summary>
    public required JsonNode ConfigSchema { get; init; }

    /// <summary>The JSON Schema of the adapter's settings; null when it has none.</summary>
    public required JsonNode? SettingsSchema { get; init; }

    /// <summary>Whether it can be used as it is: it needs no settings, or has them and they are enabled.</summary>
    public required bool Configured { get; init; }

    /// <summary>An adapter.</summary>
    /// <param name="adapter">The adapter.</param>
    /// <param name="stored">Its settings; null when none are written.</param>
    public static AdapterResponse Of(IDeliveryAdapter adapter, AdapterSettings? stored) => new()
    {
        Key = adapter.Name,
        Description = adapter.Description,
        ConfigSchema = JsonNode.Parse(adapter.ConfigSchema)!,
        SettingsSchema = adapter.SettingsSchema is { } schema ? JsonNode.Parse(schema) : null,
        Configured = stored?.IsEnabled ?? !adapter.NeedsSettings,
    };
}
