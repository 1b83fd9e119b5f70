using InsideLabs.EventBus.Errors;
using InsideLabs.EventBus.Events;
using InsideLabs.EventBus.Interactions;

namespace InsideLabs.EventBus.Publishing;

/// <summary>An interaction at the door, and what was found wrong with it while it was read. What is null was not given, or was refused already.</summary>
/// <param name="Given">The interaction; without a resource id when that is missing or faulty.</param>
/// <param name="Faults">What is wrong with it.</param>
internal sealed record IncomingInteraction(NewInteraction Given, FaultList Faults)
{
    /// <summary>The metadata has a depth of its own, one below the document's.</summary>
    private const int MaxDepth = StrictJson.MaxDepth + 1;

    private static readonly string[] Known =
    [
        "resourceId", "resourceType", "resourceTypeId", "action", "actionId", "origin", "originId", "interaction", "userId", "uowId",
        "externalReference", "timestamp",
    ];

    /// <summary>Judges an interaction that was given in code.</summary>
    public static IncomingInteraction Of(NewInteraction given)
    {
        var faults = new FaultList();
        CheckText(given.ResourceId, "resourceId", faults);
        CheckText(given.UserId, "userId", faults);
        CheckText(given.UowId, "uowId", faults);
        CheckText(given.ExternalReference, "externalReference", faults);
        if (given.Metadata is { } metadata && StrictJson.CheckObject(metadata.Span, "interaction") is { } broken)
        {
            faults.Add(broken);
        }

        return new IncomingInteraction(given, faults);
    }

    /// <summary>Reads an interaction from its JSON form.</summary>
    /// <exception cref="EventBusValidationException">Nothing in it can be read.</exception>
    public static IncomingInteraction Read(ReadOnlyMemory<byte> utf8Json)
    {
        var faults = new FaultList();
        using var json = new JsonObjectReader(utf8Json, "An interaction", Known, faults, MaxDepth);
        var given = new NewInteraction
        {
            ResourceId = json.Text("resourceId", NewInteraction.MaxTextLength, isRequired: true)!,
            ResourceTypeId = json.Uuid("resourceTypeId", ErrorCodes.ReferenceUnknown),
            ResourceType = json.Text("resourceType", ReferenceItem.MaxMnemonicLength, code: ErrorCodes.ReferenceUnknown),
            ActionId = json.Uuid("actionId", ErrorCodes.ReferenceUnknown),
            Action = json.Text("action", ReferenceItem.MaxMnemonicLength, code: ErrorCodes.ReferenceUnknown),
            OriginId = json.Uuid("originId", ErrorCodes.ReferenceUnknown),
            Origin = json.Text("origin", ReferenceItem.MaxMnemonicLength, code: ErrorCodes.ReferenceUnknown),
            Metadata = json.Object("interaction"),
            UserId = json.Text("userId", NewInteraction.MaxTextLength),
            UowId = json.Text("uowId", NewInteraction.MaxTextLength),
            ExternalReference = json.Text("externalReference", NewInteraction.MaxTextLength),
            Timestamp = json.Instant("timestamp"),
        };
        return new IncomingInteraction(given, faults);
    }

    private static void CheckText(string? text, string field, FaultList faults)
    {
        if (text is not null && !TextRules.IsWellFormed(text))
        {
            faults.Add(field, ErrorCodes.JsonInvalidString, $"'{field}' holds half of a surrogate pair or U+0000.");
        }
        else if (text is { Length: 0 or > NewInteraction.MaxTextLength })
        {
            faults.Add(field, ErrorCodes.ParameterInvalid, $"'{field}' has {text.Length} characters; it has 1 to {NewInteraction.MaxTextLength}.");
        }
        else if (text is null && field is "resourceId")
        {
            faults.Add(field, ErrorCodes.FieldRequired, "An interaction needs 'resourceId'.");
        }
    }
}
