using InsideLabs.EventBus.Adapters;
using InsideLabs.EventBus.Errors;

namespace InsideLabs.EventBus.Rendering;

/// <summary>Compiles configs and settings with what the adapters of this host say about their fields.</summary>
internal sealed class ConfigTemplates(ITemplateEngine engine, AdapterCatalog adapters)
{
    /// <summary>Judges and compiles a document.</summary>
    public ITemplate? Compile(ReadOnlyMemory<byte> utf8Json, string root, ConfigFields fields, FaultList faults) => engine.Compile(
        new TemplateSource { Utf8Json = utf8Json, Root = root, Fields = fields, SettingsFieldsOf = adapters.SettingsFieldsOf },
        faults);
}
