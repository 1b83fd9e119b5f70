using System.Collections.Immutable;
using InsideLabs.EventBus.Errors;
using InsideLabs.EventBus.Events;
using InsideLabs.EventBus.Interactions;
using InsideLabs.EventBus.Subscriptions;
using Microsoft.Extensions.Options;

namespace InsideLabs.EventBus.Subscribing;

/// <summary>Judges what a draft wants to listen to: event patterns, or a kind of interaction that exists.</summary>
internal sealed class MatchReader(IReferenceStore references, IOptions<EventBusOptions> options)
{
    private static readonly string[] Ids = ["resourceTypeId", "actionId", "originId"];

    /// <summary>Reads the match of a new subscription.</summary>
    public ValueTask<SubscriptionMatch?> ReadAsync(SubscriptionDraft draft, FaultList faults, CancellationToken cancellationToken)
    {
        var hasPatterns = draft.EventTypes is { Count: > 0 };
        if (hasPatterns && NamesInteraction(draft))
        {
            faults.Add("eventTypes", ErrorCodes.MatchAmbiguous, "A subscription listens to events or to interactions, not to both: give one kind.");
            return ValueTask.FromResult<SubscriptionMatch?>(null);
        }

        // An id that cannot be read tells what was meant, too.
        return !hasPatterns && (NamesInteraction(draft) || Ids.Any(f => faults.Names(f)))
            ? ReadInteractionAsync(draft.ResourceTypeId, draft.ActionId, draft.OriginId, faults, cancellationToken)
            : ValueTask.FromResult(ReadPatterns(draft.EventTypes ?? [], faults));
    }

    /// <summary>Reads the match of a subscription that is changed: what the draft does not name stays, and the kind cannot change.</summary>
    public ValueTask<SubscriptionMatch?> ReadAsync(
        SubscriptionMatch stored,
        SubscriptionDraft draft,
        FaultList faults,
        CancellationToken cancellationToken)
    {
        if (stored.Interaction is { } interaction)
        {
            if (draft.EventTypes is { Count: > 0 })
            {
                faults.Add("eventTypes", ErrorCodes.MatchAmbiguous, "The subscription listens to interactions, which cannot change: make another one for events.");
                return ValueTask.FromResult<SubscriptionMatch?>(null);
            }

            return Has(draft)
                ? ReadInteractionAsync(
                    draft.Has(nameof(draft.ResourceTypeId)) ? draft.ResourceTypeId : interaction.ResourceTypeId,
                    draft.Has(nameof(draft.ActionId)) ? draft.ActionId : interaction.ActionId,
                    draft.Has(nameof(draft.OriginId)) ? draft.OriginId : interaction.OriginId,
                    faults,
                    cancellationToken)
                : ValueTask.FromResult<SubscriptionMatch?>(stored);
        }

        if (NamesInteraction(draft))
        {
            faults.Add("resourceTypeId", ErrorCodes.MatchAmbiguous, "The subscription listens to events, which cannot change: make another one for interactions.");
            return ValueTask.FromResult<SubscriptionMatch?>(null);
        }

        return ValueTask.FromResult(draft.Has(nameof(draft.EventTypes)) ? ReadPatterns(draft.EventTypes ?? [], faults) : stored);
    }

    private static bool NamesInteraction(SubscriptionDraft draft) =>
        draft.ResourceTypeId is not null || draft.ActionId is not null || draft.OriginId is not null;

    private static bool Has(SubscriptionDraft draft) =>
        draft.Has(nameof(draft.ResourceTypeId)) || draft.Has(nameof(draft.ActionId)) || draft.Has(nameof(draft.OriginId));

    private async ValueTask<SubscriptionMatch?> ReadInteractionAsync(
        Guid? resourceTypeId,
        Guid? actionId,
        Guid? originId,
        FaultList faults,
        CancellationToken cancellationToken)
    {
        await CheckAsync(ReferenceKind.ResourceType, resourceTypeId, "resourceTypeId", isRequired: true).ConfigureAwait(false);
        await CheckAsync(ReferenceKind.Action, actionId, "actionId", isRequired: true).ConfigureAwait(false);
        await CheckAsync(ReferenceKind.Origin, originId, "originId", isRequired: false).ConfigureAwait(false);
        return Ids.Any(f => faults.Names(f))
            ? null
            : new SubscriptionMatch(new InteractionMatch(resourceTypeId!.Value, actionId!.Value, originId));

        async ValueTask CheckAsync(ReferenceKind kind, Guid? id, string field, bool isRequired)
        {
            if (faults.Names(field))
            {
                // What stands there is no UUID, which was told already.
                return;
            }

            if (id is not { } given)
            {
                if (isRequired)
                {
                    faults.Add(field, ErrorCodes.MatchRequired, "A subscription to interactions names 'resourceTypeId' and 'actionId'.");
                }
            }
            else if (await references.FindAsync(kind, given, cancellationToken).ConfigureAwait(false) is null)
            {
                faults.Add(field, ErrorCodes.ReferenceUnknown, $"'{field}' refers to nothing: no {ReferenceKinds.NameOf(kind)} has the id {given}.");
            }
        }
    }

    private SubscriptionMatch? ReadPatterns(IReadOnlyList<string> eventTypes, FaultList faults)
    {
        if (eventTypes.Count == 0)
        {
            faults.Add(
                "eventTypes",
                ErrorCodes.MatchRequired,
                "A subscription names at least one event type or pattern in 'eventTypes', or 'resourceTypeId' and 'actionId'.");
            return null;
        }

        if (eventTypes.Count > SubscriptionMatch.MaxPatterns)
        {
            faults.Add(
                "eventTypes",
                ErrorCodes.TooManyPatterns,
                $"{eventTypes.Count} patterns; at most {SubscriptionMatch.MaxPatterns} are allowed.");
            return null;
        }

        var patterns = ImmutableArray.CreateBuilder<EventPattern>(eventTypes.Count);
        for (var i = 0; i < eventTypes.Count; i++)
        {
            if (!EventPattern.TryParse(eventTypes[i], out var pattern))
            {
                faults.Add($"eventTypes[{i}]", ErrorCodes.PatternMalformed, EventPattern.Explain(eventTypes[i] ?? string.Empty));
            }
            else if (pattern.IsWildcard && !options.Value.AllowWildcards)
            {
                faults.Add(
                    $"eventTypes[{i}]",
                    ErrorCodes.WildcardsNotEnabled,
                    $"'{pattern}' has a wildcard, and this host switched wildcards off: name the event types.");
            }
            else
            {
                patterns.Add(pattern);
            }
        }

        return new SubscriptionMatch(patterns.ToImmutable());
    }
}
