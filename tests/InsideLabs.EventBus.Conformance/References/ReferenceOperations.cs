using InsideLabs.EventBus.Errors;
using InsideLabs.EventBus.Interactions;
using InsideLabs.EventBus.Subscriptions;

namespace InsideLabs.EventBus.Conformance.References;

/// <summary>Short ways to make and to remove what others refer to.</summary>
public static class ReferenceOperations
{
    /// <summary>Creates a resource type, action or origin.</summary>
    public static async Task<ReferenceItem> CreateAsync(this StoreUnderTest store, ReferenceKind kind, ReferenceItem? item = null)
    {
        ArgumentNullException.ThrowIfNull(store);
        item ??= TestData.Reference();
        (await store.References.SaveAsync(kind, item, isNew: true, CancellationToken.None)).Should().Be(ReferenceResult.Done);
        return item;
    }

    /// <summary>Creates one of each kind.</summary>
    public static async Task<InteractionKind> CreateKindAsync(this StoreUnderTest store) => new(
        await store.CreateAsync(ReferenceKind.ResourceType),
        await store.CreateAsync(ReferenceKind.Action),
        await store.CreateAsync(ReferenceKind.Origin));

    public static ValueTask<ReferenceResult> DeleteAsync(this StoreUnderTest store, ReferenceKind kind, Guid id)
    {
        ArgumentNullException.ThrowIfNull(store);
        return store.References.DeleteAsync(kind, id, CancellationToken.None);
    }

    public static ValueTask<ReferenceItem?> FindAsync(this StoreUnderTest store, ReferenceKind kind, Guid id)
    {
        ArgumentNullException.ThrowIfNull(store);
        return store.References.FindAsync(kind, id, CancellationToken.None);
    }

    public static async Task<Subscriber> CreateAsync(this StoreUnderTest store, Subscriber subscriber)
    {
        ArgumentNullException.ThrowIfNull(store);
        (await store.ChangeAsync(subscriber, isNew: true)).Should().Be(ReferenceResult.Done);
        return subscriber;
    }

    /// <summary>Saves a subscriber, changed now.</summary>
    public static ValueTask<ReferenceResult> ChangeAsync(this StoreUnderTest store, Subscriber subscriber, bool isNew = false)
    {
        ArgumentNullException.ThrowIfNull(store);
        return store.References.SaveSubscriberAsync(subscriber, isNew, store.Now, CancellationToken.None);
    }

    /// <summary>Saves a new subscription; answers its version, or null when it refers to something that does not exist.</summary>
    public static async Task<long?> TrySubscribeAsync(this StoreUnderTest store, Subscription subscription)
    {
        ArgumentNullException.ThrowIfNull(store);
        try
        {
            return await store.SaveAsync(subscription, expectedVersion: 0);
        }
        catch (EventBusConflictException refusal) when (string.Equals(refusal.Code, ErrorCodes.ReferenceUnknown, StringComparison.Ordinal))
        {
            return null;
        }
    }

    public static async Task<Subscription> FindSubscriptionAsync(this StoreUnderTest store, Guid id)
    {
        ArgumentNullException.ThrowIfNull(store);
        return (await store.Subscriptions.FindAsync(id, CancellationToken.None)).Should().NotBeNull().And.Subject.As<Subscription>();
    }
}
