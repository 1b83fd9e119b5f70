using InsideLabs.EventBus.Sqlite.Claims;
using InsideLabs.EventBus.Sqlite.Subscriptions;
using InsideLabs.EventBus.Sqlite.Writing;
using InsideLabs.EventBus.Subscriptions;

namespace InsideLabs.EventBus.Sqlite.References;

/// <summary>Creates or replaces a subscriber, and hands its config down to the subscriptions that inherit it.</summary>
internal sealed class SaveSubscriberUnit(Lanes lanes, Subscriber subscriber, bool isNew, DateTimeOffset changedAt)
    : WriteUnit<ReferenceResult>
{
    private readonly List<long> _heirs = [];

    public override int Weight => subscriber.Config?.Length ?? 0;

    public override void Execute(WriteScope scope)
    {
        _heirs.Clear();
        Result = Judge(scope);
        if (Result != ReferenceResult.Done)
        {
            return;
        }

        SubscriberRow.Save(scope.Session, subscriber);
        foreach (var id in isNew ? [] : SubscriptionRow.ListHeirs(scope.Session, subscriber))
        {
            var version = ++scope.SubscriptionsVersion;
            SubscriptionRow.SaveConfig(scope.Session, id, version, subscriber, changedAt);
            _heirs.Add(version);
        }
    }

    public override void Apply()
    {
        foreach (var version in _heirs)
        {
            lanes.Changed(version);
        }
    }

    private ReferenceResult Judge(WriteScope scope)
    {
        var known = SubscriberRow.Find(scope.Session, subscriber.Id);
        if (isNew != known is null)
        {
            return isNew ? ReferenceResult.IdTaken : ReferenceResult.NotFound;
        }

        var takesAdapter = known is not null && !string.Equals(known.Adapter, subscriber.Adapter, StringComparison.Ordinal);
        var isInUse = (takesAdapter && SubscriberRow.IsNamed(scope.Session, subscriber.Id))
            || (subscriber.Config is null && SubscriberRow.IsInherited(scope.Session, subscriber.Id));
        return isInUse ? ReferenceResult.InUse : ReferenceResult.Done;
    }
}
