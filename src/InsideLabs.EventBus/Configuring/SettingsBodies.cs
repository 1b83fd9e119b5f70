using InsideLabs.EventBus.Errors;
using InsideLabs.EventBus.Events;
using InsideLabs.EventBus.Interactions;

namespace InsideLabs.EventBus.Configuring;

/// <summary>Reads settings from the JSON of the HTTP API. What the values mean is judged apart.</summary>
internal static class SettingsBodies
{
    private static readonly string[] OfGlobal = ["value", "description"];
    private static readonly string[] OfAdapter = ["enabled", "settings"];
    private static readonly string[] OfSecret = ["value"];

    /// <summary>Reads <c>{value, description?}</c>; no value where there is a fault that leaves none.</summary>
    public static (ReadOnlyMemory<byte>? Value, string? Description) ReadGlobal(ReadOnlyMemory<byte> utf8Json, FaultList faults)
    {
        using var json = new JsonObjectReader(utf8Json, "A global setting", OfGlobal, faults, judgedApart: "value");
        return (json.RequiredValue("value"), json.Text("description", ReferenceItem.MaxDescriptionLength, minLength: 0));
    }

    /// <summary>Reads <c>{enabled?, settings}</c>; no settings where there is a fault that leaves none.</summary>
    public static (bool IsEnabled, ReadOnlyMemory<byte>? Settings) ReadAdapter(ReadOnlyMemory<byte> utf8Json, FaultList faults)
    {
        using var json = new JsonObjectReader(utf8Json, "An adapter's entry", OfAdapter, faults, judgedApart: "settings");
        return (json.Boolean("enabled") ?? true, json.Object("settings", isRequired: true));
    }

    /// <summary>Reads <c>{value}</c>. No message quotes it.</summary>
    public static string? ReadSecret(ReadOnlyMemory<byte> utf8Json, FaultList faults)
    {
        using var json = new JsonObjectReader(utf8Json, "A secret", OfSecret, faults);
        return json.Text("value", int.MaxValue, isRequired: true, minLength: 0);
    }
}
