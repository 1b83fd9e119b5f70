using InsideLabs.EventBus.Sqlite.Writing;
using InsideLabs.EventBus.Subscriptions;

namespace InsideLabs.EventBus.Sqlite.References;

/// <summary>Deletes a subscriber that no subscription names.</summary>
internal sealed class DeleteSubscriberUnit(Guid id) : WriteUnit<ReferenceResult>
{
    public override void Execute(WriteScope scope)
    {
        if (SubscriberRow.Find(scope.Session, id) is null)
        {
            Result = ReferenceResult.NotFound;
        }
        else if (SubscriberRow.IsNamed(scope.Session, id))
        {
            Result = ReferenceResult.InUse;
        }
        else
        {
            SubscriberRow.Delete(scope.Session, id);
            Result = ReferenceResult.Done;
        }
    }
}
