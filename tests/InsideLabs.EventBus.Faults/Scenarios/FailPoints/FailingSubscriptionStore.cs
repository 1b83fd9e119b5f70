using InsideLabs.EventBus.Subscriptions;

namespace InsideLabs.EventBus.Faults.Scenarios.FailPoints;

/// <summary>A store with a fail point before and after each change of a subscription, called by its effect on the queue.</summary>
internal sealed class FailingSubscriptionStore(ISubscriptionStore store, FailPointTrigger trigger) : ISubscriptionStore
{
    public ValueTask<long?> SaveAsync(SubscriptionWrite write, CancellationToken cancellationToken) =>
        trigger.PassAsync(NameOf(write), () => store.SaveAsync(write, cancellationToken), write.Id);

    public ValueTask<Subscription?> FindAsync(Guid id, CancellationToken cancellationToken) => store.FindAsync(id, cancellationToken);

    public ValueTask<IReadOnlyList<Subscription>> ListAsync(SubscriptionFilter filter, CancellationToken cancellationToken) =>
        store.ListAsync(filter, cancellationToken);

    public ValueTask<SubscriptionChanges> ReadChangesAsync(long sinceVersion, CancellationToken cancellationToken) =>
        store.ReadChangesAsync(sinceVersion, cancellationToken);

    private static string NameOf(SubscriptionWrite write) => write.Effect switch
    {
        QueueEffect.Hold => "pause",
        QueueEffect.Release => "resume",
        QueueEffect.Cancel => "delete",
        QueueEffect.Replan => "replan",
        _ => write.ExpectedVersion == 0 ? "create" : "update",
    };
}
