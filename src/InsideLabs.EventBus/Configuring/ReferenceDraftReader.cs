using InsideLabs.EventBus.Errors;
using InsideLabs.EventBus.Events;
using InsideLabs.EventBus.Interactions;

namespace InsideLabs.EventBus.Configuring;

/// <summary>Reads a <see cref="ReferenceDraft"/> from JSON, and judges one.</summary>
internal static class ReferenceDraftReader
{
    private static readonly string[] Known = ["id", "mnemonic", "title", "description"];

    /// <exception cref="EventBusValidationException">Nothing in the JSON can be read.</exception>
    public static ReferenceDraft Read(ReferenceKind kind, ReadOnlyMemory<byte> utf8Json, bool isUpdate, FaultList faults)
    {
        using var json = new JsonObjectReader(utf8Json, What(kind), Known, faults);
        var draft = new ReferenceDraft();
        if (!isUpdate)
        {
            draft.Id = json.Uuid("id", ErrorCodes.ParameterInvalid);
        }

        if (json.IsGiven("mnemonic"))
        {
            draft.Mnemonic = json.Text("mnemonic");
        }

        if (json.IsGiven("title"))
        {
            draft.Title = json.Text("title");
        }

        if (json.IsGiven("description"))
        {
            draft.Description = json.Text("description");
        }

        return draft;
    }

    public static void Judge(ReferenceKind kind, ReferenceDraft draft, bool isUpdate, FaultList faults)
    {
        var rules = new FieldRules(What(kind), faults);
        if (!isUpdate)
        {
            rules.CheckId(draft.Id);
        }

        if (!isUpdate || draft.Has(nameof(draft.Mnemonic)))
        {
            rules.CheckMnemonic("mnemonic", draft.Mnemonic, ReferenceItem.MaxMnemonicLength);
        }

        if (!isUpdate || draft.Has(nameof(draft.Title)))
        {
            rules.CheckName("title", draft.Title, ReferenceItem.MaxTitleLength);
        }

        rules.CheckDescription(draft.Description);
    }

    private static string What(ReferenceKind kind) => kind == ReferenceKind.ResourceType ? "A resource type" : $"An {ReferenceKinds.NameOf(kind)}";
}
