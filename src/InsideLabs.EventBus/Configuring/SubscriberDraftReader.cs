using InsideLabs.EventBus.Errors;
using InsideLabs.EventBus.Events;

namespace InsideLabs.EventBus.Configuring;

/// <summary>Reads a <see cref="SubscriberDraft"/> from JSON. The config is judged apart, like a subscription's.</summary>
internal static class SubscriberDraftReader
{
    private static readonly string[] Known = ["id", "name", "adapter", "config"];

    /// <exception cref="EventBusValidationException">Nothing in the JSON can be read.</exception>
    public static SubscriberDraft Read(ReadOnlyMemory<byte> utf8Json, bool isUpdate, FaultList faults)
    {
        using var json = new JsonObjectReader(utf8Json, "A subscriber", Known, faults, judgedApart: "config");
        var draft = new SubscriberDraft();
        if (!isUpdate)
        {
            draft.Id = json.Uuid("id", ErrorCodes.ParameterInvalid);
        }

        if (json.IsGiven("name"))
        {
            draft.Name = json.Text("name");
        }

        if (json.IsGiven("adapter"))
        {
            draft.Adapter = json.Text("adapter");
        }

        if (json.IsGiven("config"))
        {
            draft.Config = json.Object("config");
        }

        return draft;
    }
}
