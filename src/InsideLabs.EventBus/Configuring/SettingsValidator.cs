using InsideLabs.EventBus.Adapters;
using InsideLabs.EventBus.Errors;
using InsideLabs.EventBus.Events;
using InsideLabs.EventBus.Rendering;
using InsideLabs.EventBus.Subscribing;

namespace InsideLabs.EventBus.Configuring;

/// <summary>Judges the values of settings: by the adapter whose they are, and by the template engine.</summary>
internal sealed class SettingsValidator(DocumentValidator documents, ConfigTemplates templates)
{
    private const string Value = "value";
    private const string Settings = "settings";

    /// <summary>The most bytes a value may have.</summary>
    public const int MaxBytes = 64 * 1024;

    /// <summary>Judges the value of a global setting: it is used anywhere, so no secret may stand in it.</summary>
    public void CheckValue(ReadOnlyMemory<byte> value, FaultList faults)
    {
        if (StrictJson.Check(value.Span) is { } broken)
        {
            faults.Add(broken with { Field = JsonPaths.Join(Value, broken.Field) });
        }
        else if (CheckSize(Value, value, faults))
        {
            templates.Compile(value, Value, ConfigFields.None, faults);
        }
    }

    /// <summary>Judges an adapter's settings.</summary>
    /// <param name="adapter">The adapter.</param>
    /// <param name="settings">A JSON object.</param>
    /// <param name="stored">The stored credentials, for those that are given as <c>***</c>.</param>
    /// <param name="faults">Where to collect.</param>
    /// <returns>The settings with their credentials; of no use when there is a fault.</returns>
    public ReadOnlyMemory<byte> ReadSettings(
        IDeliveryAdapter adapter,
        ReadOnlyMemory<byte> settings,
        IReadOnlyDictionary<string, string> stored,
        FaultList faults)
    {
        var broken = StrictJson.CheckObject(settings.Span, Settings);
        if (broken is { Code: not ErrorCodes.JsonInvalidString })
        {
            faults.Add(broken.Value);
            return settings;
        }

        if (!CheckSize(Settings, settings, faults))
        {
            return settings;
        }

        var before = faults.Count;
        var legible = broken is null ? settings : LegibleJson.Of(settings);
        var read = documents.Read(legible, Settings, adapter.SettingsFields, stored, adapter.ValidateSettings, before, faults);
        if (broken is { } invalid)
        {
            faults.AddUnnamed([invalid], before);
        }

        return read;
    }

    private static bool CheckSize(string field, ReadOnlyMemory<byte> json, FaultList faults)
    {
        if (json.Length <= MaxBytes)
        {
            return true;
        }

        faults.Add(field, ErrorCodes.ParameterInvalid, $"'{field}' has {json.Length} bytes; at most {MaxBytes} are allowed.");
        return false;
    }
}
