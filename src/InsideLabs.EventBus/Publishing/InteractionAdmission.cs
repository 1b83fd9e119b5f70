using InsideLabs.EventBus.Errors;
using InsideLabs.EventBus.Interactions;
using InsideLabs.EventBus.Subscriptions;
using Microsoft.Extensions.Options;

namespace InsideLabs.EventBus.Publishing;

/// <summary>Judges an interaction at the door, resolves what it refers to, and gives it its identity.</summary>
internal sealed class InteractionAdmission(
    IReferenceStore references,
    UuidGenerator ids,
    TimeProvider time,
    IOptions<EventBusOptions> options)
{
    /// <exception cref="EventBusValidationException">It was refused; every fault is named.</exception>
    public async ValueTask<Interaction> AdmitAsync(IncomingInteraction incoming, CancellationToken cancellationToken)
    {
        var given = incoming.Given;
        FaultList faults = [.. incoming.Faults];

        if (given.Metadata?.Length > options.Value.MaxPayloadBytes)
        {
            faults.Add(
                "interaction",
                ErrorCodes.PayloadTooLarge,
                $"The interaction's data has {given.Metadata.Value.Length} bytes; at most {options.Value.MaxPayloadBytes} are allowed.");
        }

        var resourceType = await ResolveAsync(
            ReferenceKind.ResourceType, given.ResourceTypeId, given.ResourceType, "resourceType", isRequired: true).ConfigureAwait(false);
        var action = await ResolveAsync(ReferenceKind.Action, given.ActionId, given.Action, "action", isRequired: true).ConfigureAwait(false);
        var origin = await ResolveAsync(ReferenceKind.Origin, given.OriginId, given.Origin, "origin", isRequired: false).ConfigureAwait(false);
        faults.ThrowIfAny();
        return Interaction.Create(
            ids.Next(),
            resourceType!,
            action!,
            origin,
            given with { UowId = given.UowId ?? ids.Next().ToString("D") },
            time.GetUtcNow());

        async ValueTask<ReferenceItem?> ResolveAsync(ReferenceKind kind, Guid? id, string? mnemonic, string field, bool isRequired)
        {
            var idField = field + "Id";
            if (faults.Names(field) || faults.Names(idField))
            {
                // One of them cannot be read, which was told already.
                return null;
            }

            if (id is null && mnemonic is null)
            {
                if (isRequired)
                {
                    faults.Add(field, ErrorCodes.FieldRequired, $"An interaction needs '{field}' or '{idField}'.");
                }

                return null;
            }

            var byId = id is { } givenId ? await references.FindAsync(kind, givenId, cancellationToken).ConfigureAwait(false) : null;
            var byMnemonic = mnemonic is null ? null : await references.FindAsync(kind, mnemonic, cancellationToken).ConfigureAwait(false);
            if (id is not null && byId is null)
            {
                faults.Add(idField, ErrorCodes.ReferenceUnknown, $"No {ReferenceKinds.NameOf(kind)} has the id {id}.");
            }

            if (mnemonic is not null && byMnemonic is null)
            {
                var known = await references.ListAsync(kind, limit: null, after: null, cancellationToken).ConfigureAwait(false);
                var hint = FaultText.DidYouMean(mnemonic, known.Select(i => i.Mnemonic));
                faults.Add(field, ErrorCodes.ReferenceUnknown, $"No {ReferenceKinds.NameOf(kind)} is named '{FaultText.Show(mnemonic)}'.{hint}");
            }

            if (byId is not null && byMnemonic is not null && byId.Id != byMnemonic.Id)
            {
                faults.Add(
                    field,
                    ErrorCodes.ReferenceMismatch,
                    $"'{FaultText.Show(mnemonic!)}' and {id} are two {ReferenceKinds.NameOf(kind)}s: give one of them, or both of the same.");
            }

            return byId ?? byMnemonic;
        }
    }
}
