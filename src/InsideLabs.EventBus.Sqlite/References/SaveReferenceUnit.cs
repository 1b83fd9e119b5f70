using InsideLabs.EventBus.Interactions;
using InsideLabs.EventBus.Sqlite.Writing;
using InsideLabs.EventBus.Subscriptions;

namespace InsideLabs.EventBus.Sqlite.References;

/// <summary>Creates or replaces a resource type, action or origin.</summary>
internal sealed class SaveReferenceUnit(ReferenceKind kind, ReferenceItem item, bool isNew) : WriteUnit<ReferenceResult>
{
    public override void Execute(WriteScope scope)
    {
        Result = Judge(scope);
        if (Result == ReferenceResult.Done)
        {
            ReferenceRow.Save(scope.Session, kind, item);
        }
    }

    private ReferenceResult Judge(WriteScope scope)
    {
        if (ReferenceRow.Exists(scope.Session, new Reference(kind, item.Id)) == isNew)
        {
            return isNew ? ReferenceResult.IdTaken : ReferenceResult.NotFound;
        }

        var holder = ReferenceRow.Find(scope.Session, kind, item.Mnemonic);
        return holder is null || holder.Id == item.Id ? ReferenceResult.Done : ReferenceResult.MnemonicTaken;
    }
}
