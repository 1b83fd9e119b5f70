using InsideLabs.EventBus.Deliveries;
using InsideLabs.EventBus.Subscriptions;

namespace InsideLabs.EventBus.Faults.Scenarios.FailPoints;

/// <summary>Pauses a subscription: with the same write its deliveries are held.</summary>
internal sealed class Pause : Operation
{
    public override string Name => "pause";

    public override async Task RunAsync(OperationTarget target)
    {
        target.Arm();
        await target.Subscriptions.PauseAsync(target.SubscriptionId);
    }

    public override async Task<string?> CheckAsync(OperationState target, bool happened) => Expect(
        target.Subscription!.Status == (happened ? SubscriptionStatus.Paused : SubscriptionStatus.Active) && await target.IsDueAsync() == !happened,
        $"the subscription is {target.Subscription.Status}, its delivery due: {await target.IsDueAsync()}.");

    public override async Task CleanUpAsync(OperationState target) => await target.Subscriptions.ResumeAsync(target.Subscription!.Id);
}

/// <summary>Resumes a subscription: with the same write its deliveries are released.</summary>
internal sealed class Resume : Operation
{
    public override string Name => "resume";

    public override async Task RunAsync(OperationTarget target)
    {
        await target.Subscriptions.PauseAsync(target.SubscriptionId);
        target.Arm();
        await target.Subscriptions.ResumeAsync(target.SubscriptionId);
    }

    public override async Task<string?> CheckAsync(OperationState target, bool happened) => Expect(
        target.Subscription!.Status == (happened ? SubscriptionStatus.Active : SubscriptionStatus.Paused) && await target.IsDueAsync() == happened,
        $"the subscription is {target.Subscription.Status}, its delivery due: {await target.IsDueAsync()}.");

    public override async Task CleanUpAsync(OperationState target) => await target.Subscriptions.ResumeAsync(target.Subscription!.Id);
}

/// <summary>Opens a subscription whose window is closed for days: with the same write its deliveries are due at once.</summary>
internal sealed class Replan : Operation
{
    private const int DaysUntilOpen = 3;

    public override string Name => "replan";

    public override async Task RunAsync(OperationTarget target)
    {
        var day = (int)TimeProvider.System.GetUtcNow().AddDays(DaysUntilOpen).DayOfWeek;
        var window = new DeliveryWindowDraft { Days = [day], StartTime = "10:00", EndTime = "11:00" };
        await target.Subscriptions.UpdateAsync(
            target.SubscriptionId, new SubscriptionDraft { DeliverySchedule = new DeliveryScheduleDraft { TimeZone = "UTC", Windows = [window] } });
        target.Arm();
        await target.Subscriptions.UpdateAsync(target.SubscriptionId, new SubscriptionDraft { DeliverySchedule = null });
    }

    public override async Task<string?> CheckAsync(OperationState target, bool happened) => Expect(
        target.Subscription!.DeliverySchedule is null == happened && await target.IsDueAsync() == happened,
        $"the subscription has a schedule: {target.Subscription.DeliverySchedule is not null}, its delivery is due {target.Delivery!.NextAttempt:O}.");

    public override async Task CleanUpAsync(OperationState target) =>
        await target.Subscriptions.UpdateAsync(target.Subscription!.Id, new SubscriptionDraft { DeliverySchedule = null });
}

/// <summary>Deletes a subscription: with the same write its deliveries are cancelled.</summary>
internal sealed class Delete : Operation
{
    public override string Name => "delete";

    public override bool KeepsInvariants => false;

    public override bool KeepsSubscription(bool happened) => !happened;

    public override async Task RunAsync(OperationTarget target)
    {
        target.Arm();
        await target.Subscriptions.DeleteAsync(target.SubscriptionId);
    }

    public override Task<string?> CheckAsync(OperationState target, bool happened) => Task.FromResult(Expect(
        target.Subscription is null == happened && target.Delivery!.Status == (happened ? DeliveryStatus.Cancelled : DeliveryStatus.Scheduled),
        $"the subscription exists: {target.Subscription is not null}, its delivery is {target.Delivery?.Status}."));

    public override DeliveryStatus? End(bool happened) => happened ? DeliveryStatus.Cancelled : DeliveryStatus.Delivered;
}

/// <summary>Creates a subscription.</summary>
internal sealed class Create : Operation
{
    public override string Name => "create";

    public override bool HasSubscription => false;

    public override string? EventType(Round round) => null;

    public override bool KeepsSubscription(bool happened) => happened;

    public override async Task RunAsync(OperationTarget target)
    {
        target.Arm();
        await target.Subscriptions.CreateAsync(target.Round.Draft(target.Child.Options.ReceiverUrl));
    }

    public override Task<string?> CheckAsync(OperationState target, bool happened) =>
        Task.FromResult(Expect(target.Subscription is not null == happened, $"the subscription exists: {target.Subscription is not null}."));
}
