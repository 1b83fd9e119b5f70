using InsideLabs.EventBus.Adapters;

namespace InsideLabs.EventBus.Rendering;

/// <summary>A document to compile.</summary>
public sealed record TemplateSource
{
    /// <summary>Any JSON value in UTF-8, strict already: what rendering gives has the same shape.</summary>
    public required ReadOnlyMemory<byte> Utf8Json { get; init; }

    /// <summary>What stands before the paths of faults and warnings: <c>config</c>, <c>settings</c>, <c>value</c>.</summary>
    public required string Root { get; init; }

    /// <summary>What is special about its fields.</summary>
    public ConfigFields Fields { get; init; } = ConfigFields.None;

    /// <summary>
    /// The fields of an adapter's settings by its short name, null for an unknown adapter: a template may not read a credential
    /// through <c>{{adapter.name.key}}</c>.
    /// </summary>
    public Func<string, ConfigFields?> SettingsFieldsOf { get; init; } = static _ => null;
}
