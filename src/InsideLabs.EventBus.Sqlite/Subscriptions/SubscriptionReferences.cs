using InsideLabs.EventBus.Errors;
using InsideLabs.EventBus.Interactions;
using InsideLabs.EventBus.Sqlite.Connections;
using InsideLabs.EventBus.Sqlite.References;
using InsideLabs.EventBus.Subscriptions;

namespace InsideLabs.EventBus.Sqlite.Subscriptions;

/// <summary>What a subscription refers to, as it stands in the transaction that stores the subscription.</summary>
internal static class SubscriptionReferences
{
    /// <summary>Completes a subscription with the config it inherits, or tells why it cannot be stored.</summary>
    public static EventBusConflictException? Resolve(SqliteSession session, ref Subscription state)
    {
        if (state.Match.Interaction is { } match && !Hold(session, match))
        {
            return new EventBusConflictException(
                ErrorCodes.ReferenceUnknown,
                $"The resource type, action or origin of the subscription {state.Id} was deleted. Name one that exists.");
        }

        if (state.SubscriberId is null && !state.InheritsConfig)
        {
            return null;
        }

        var subscriber = state.SubscriberId is { } id ? SubscriberRow.Find(session, id) : null;
        if (subscriber is null
            || !string.Equals(subscriber.Adapter, state.Adapter, StringComparison.Ordinal)
            || (state.InheritsConfig && subscriber.Config is null))
        {
            return new EventBusConflictException(
                ErrorCodes.ReferenceUnknown,
                $"The subscriber {state.SubscriberId} of the subscription {state.Id} was deleted, or has another adapter than "
                + $"'{state.Adapter}' or no config to inherit. Look at the subscriber and subscribe again.");
        }

        if (state.InheritsConfig)
        {
            state = state with { Config = subscriber.Config!.Value, ConfigCredentials = subscriber.ConfigCredentials };
        }

        return null;
    }

    private static bool Hold(SqliteSession session, InteractionMatch match) =>
        ReferenceRow.Exists(session, new Reference(ReferenceKind.ResourceType, match.ResourceTypeId))
        && ReferenceRow.Exists(session, new Reference(ReferenceKind.Action, match.ActionId))
        && (match.OriginId is not { } origin || ReferenceRow.Exists(session, new Reference(ReferenceKind.Origin, origin)));
}
