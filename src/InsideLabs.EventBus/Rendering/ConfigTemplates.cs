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

    /// <summary>Judges a document that its adapter has judged: where a field has a fault already, that one says more.</summary>
    /// <param name="utf8Json">The document.</param>
    /// <param name="root">What stands before the paths of its fields.</param>
    /// <param name="fields">What the adapter says about them.</param>
    /// <param name="before">How many faults there were before the first of this document.</param>
    /// <param name="faults">Where to collect.</param>
    public void Check(ReadOnlyMemory<byte> utf8Json, string root, ConfigFields fields, int before, FaultList faults)
    {
        var found = new FaultList();
        Compile(utf8Json, root, fields, found);
        faults.AddUnnamed(found, before);
    }
}
