using System.Text.Json;
using System.Text.Json.Nodes;
using InsideLabs.EventBus.AspNetCore.OpenApi;

namespace InsideLabs.EventBus.AspNetCore.Requests;

/// <summary>A global setting. Unknown properties are refused.</summary>
internal sealed record GlobalSettingRequest
{
    /// <summary>Any JSON value, at most 64 KiB; its texts may hold templates, but no secrets.</summary>
    [AnyJson]
    public required JsonElement Value { get; init; }

    /// <summary>What it is, for people: at most 4,096 characters.</summary>
    public string? Description { get; init; }
}

/// <summary>The settings of an adapter. Unknown properties are refused.</summary>
internal sealed record AdapterSettingsRequest
{
    /// <summary>Whether the adapter may send; true when absent. While it may not, attempts fail and are tried again.</summary>
    public bool? Enabled { get; init; }

    /// <summary>The settings, at most 64 KiB, see <c>settingsSchema</c> of <c>/adapters</c>. <c>***</c> in a credential keeps the stored one.</summary>
    public required JsonObject Settings { get; init; }
}

/// <summary>A secret. Unknown properties are refused.</summary>
internal sealed record SecretRequest
{
    /// <summary>1 byte to 64 KiB in UTF-8, without U+0000. Nothing shows it again.</summary>
    public required string Value { get; init; }
}
