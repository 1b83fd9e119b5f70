using System.Globalization;
using InsideLabs.EventBus.Deliveries;

namespace InsideLabs.EventBus.Faults.Scenarios.FailPoints;

/// <summary>Claims a webhook's delivery, which writes nothing: one process owns the file, so its claims live in its memory.</summary>
internal sealed class Claim : Operation
{
    public override string Name => "claim";

    public override async Task RunAsync(OperationTarget target)
    {
        target.Arm();
        await target.ClaimAsync();
    }

    public override async Task<string?> CheckAsync(OperationState target, bool happened) =>
        Expect(target.IsUntried && await target.IsDueAsync(), $"the delivery is {target.Delivery} after {target.Attempts.Count} attempts.");
}

/// <summary>Claims a handler's delivery, which is written: the process may die of it, and that counts.</summary>
internal sealed class ClaimHandler : Operation
{
    public override string Name => "claim-handler";

    public override string Step => "claim";

    public override bool HasSubscription => false;

    public override string EventType(Round round) => OperationRole.HandlerTypePrefix + "r" + round.Seed.ToString(CultureInfo.InvariantCulture);

    public override async Task RunAsync(OperationTarget target)
    {
        target.Arm();
        await target.ClaimAsync();
    }

    public override Task<string?> CheckAsync(OperationState target, bool happened) => Task.FromResult(Expect(
        happened
            ? target is { Delivery: { Status: DeliveryStatus.Scheduled, Attempts: 1, Crashes: 1, Failures: 0 }, Attempts: [{ Outcome: AttemptOutcome.Lost }] }
            : target.IsUntried,
        $"the delivery is {target.Delivery} after {target.Attempts.Count} attempts."));
}

/// <summary>Gives a claimed delivery back untried.</summary>
internal sealed class Release : Operation
{
    public override string Name => "release";

    public override async Task RunAsync(OperationTarget target)
    {
        var claimNo = await target.ClaimAsync();
        target.Arm();
        await target.Store.ReleaseAsync(target.Delivery.Id, claimNo, CancellationToken.None);
    }

    public override async Task<string?> CheckAsync(OperationState target, bool happened) =>
        Expect(target.IsUntried && await target.IsDueAsync(), $"the delivery is {target.Delivery} after {target.Attempts.Count} attempts.");
}

/// <summary>Puts a claimed delivery off untried.</summary>
internal sealed class Defer : Operation
{
    /// <summary>Long after the look at it, and soon enough to be waited for in the end.</summary>
    private static readonly TimeSpan Delay = TimeSpan.FromSeconds(4);

    public override string Name => "defer";

    public override async Task RunAsync(OperationTarget target)
    {
        var claimNo = await target.ClaimAsync();
        var version = (await target.Subscriptions.FindAsync(target.SubscriptionId))!.Version;
        target.Arm();
        await target.Store.DeferAsync(
            new Deferral(target.Delivery.Id, claimNo, target.Delivery.CreatedAt + Delay, version), CancellationToken.None);
    }

    public override Task<string?> CheckAsync(OperationState target, bool happened) => Task.FromResult(Expect(
        target.IsUntried && target.Delivery!.NextAttempt - target.Delivery.CreatedAt >= Delay == happened,
        $"the delivery is {target.Delivery} after {target.Attempts.Count} attempts."));
}

/// <summary>Cancels a delivery.</summary>
internal sealed class Cancel : Operation
{
    public override string Name => "cancel";

    public override async Task RunAsync(OperationTarget target)
    {
        target.Arm();
        await target.Queue.CancelAsync(target.Delivery.Id);
    }

    public override Task<string?> CheckAsync(OperationState target, bool happened) => Task.FromResult(Expect(
        target.Delivery!.Status == (happened ? DeliveryStatus.Cancelled : DeliveryStatus.Scheduled), $"the delivery is {target.Delivery.Status}."));

    public override DeliveryStatus? End(bool happened) => happened ? DeliveryStatus.Cancelled : DeliveryStatus.Delivered;
}

/// <summary>Tries a dead delivery again.</summary>
internal sealed class Restart : Operation
{
    public override string Name => "restart";

    public override async Task RunAsync(OperationTarget target)
    {
        await target.SettleAsync(DeliveryStatus.Dead, AttemptOutcome.Dead);
        target.Arm();
        await target.Queue.RetryAsync(target.Delivery.Id);
    }

    public override Task<string?> CheckAsync(OperationState target, bool happened) => Task.FromResult(Expect(
        target is { Delivery.Attempts: 1, Attempts: [{ Outcome: AttemptOutcome.Dead }] }
            && target.Delivery.Status == (happened ? DeliveryStatus.Scheduled : DeliveryStatus.Dead)
            && target.Delivery.Failures == (happened ? 0 : 1),
        $"the delivery is {target.Delivery} after {target.Attempts.Count} attempts."));

    public override DeliveryStatus? End(bool happened) => happened ? DeliveryStatus.Delivered : DeliveryStatus.Dead;
}
