using InsideLabs.EventBus.Sqlite.Writing;
using InsideLabs.EventBus.Subscriptions;

namespace InsideLabs.EventBus.Sqlite.References;

/// <summary>Deletes a resource type, action or origin that nothing refers to.</summary>
internal sealed class DeleteReferenceUnit(Reference reference) : WriteUnit<ReferenceResult>
{
    public override void Execute(WriteScope scope)
    {
        Result = ReferenceRow.IsUsed(scope.Session, reference) switch
        {
            null => ReferenceResult.NotFound,
            true => ReferenceResult.InUse,
            false => ReferenceResult.Done,
        };
        if (Result == ReferenceResult.Done)
        {
            ReferenceRow.Delete(scope.Session, reference);
        }
    }
}
