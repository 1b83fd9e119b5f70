using System.Text.Json;
using InsideLabs.EventBus.Adapters;
using InsideLabs.EventBus.Errors;
using InsideLabs.EventBus.Rendering;

namespace InsideLabs.EventBus.Subscribing;

/// <summary>
/// Judges a config or settings that can be read: puts kept credentials back, lets the adapter judge, then the template engine. Where a
/// field has a fault already, that one says more than the next judge's.
/// </summary>
internal sealed class DocumentValidator(ConfigTemplates templates)
{
    /// <summary>Judges a document.</summary>
    /// <param name="utf8Json">A JSON object.</param>
    /// <param name="root">What stands before the paths of its fields.</param>
    /// <param name="fields">What the adapter says about them.</param>
    /// <param name="credentials">The stored credentials, for those that are given as <c>***</c>.</param>
    /// <param name="judge">The adapter's judgement.</param>
    /// <param name="before">How many faults there were before the first of this document.</param>
    /// <param name="faults">Where to collect.</param>
    /// <returns>The document with its credentials; of no use when there is a fault.</returns>
    public ReadOnlyMemory<byte> Read(
        ReadOnlyMemory<byte> utf8Json,
        string root,
        ConfigFields fields,
        IReadOnlyDictionary<string, string> credentials,
        Action<JsonElement, FaultList> judge,
        int before,
        FaultList faults)
    {
        var read = CredentialVault.Restore(utf8Json, fields, credentials);
        CredentialVault.CheckMasks(read, fields, root, faults);
        var judged = new FaultList();
        using (var document = JsonDocument.Parse(read))
        {
            judge(document.RootElement, judged);
        }

        faults.AddUnnamed(judged, before);
        var found = new FaultList();
        templates.Compile(read, root, fields, found);
        faults.AddUnnamed(found, before);
        return read;
    }
}
