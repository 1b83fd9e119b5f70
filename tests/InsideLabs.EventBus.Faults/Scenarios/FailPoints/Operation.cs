using System.Globalization;
using InsideLabs.EventBus.Deliveries;

namespace InsideLabs.EventBus.Faults.Scenarios.FailPoints;

/// <summary>Something that is done with the store besides publishing and delivering, with a fail point before and after it.</summary>
internal abstract class Operation
{
    /// <summary>Every operation. Those that leave traces for others come last, and the first one takes traces away.</summary>
    public static IReadOnlyList<Operation> All { get; } =
    [
        new PurgeAttempts(), new Pause(), new Resume(), new Replan(), new Delete(), new Create(), new Settings(), new Claim(), new Release(),
        new Defer(), new Cancel(), new Restart(), new Purge(), new ClaimHandler(),
    ];

    public abstract string Name { get; }

    /// <summary>The step of the store that its fail points are before and after.</summary>
    public virtual string Step => Name;

    /// <summary>Whether its round has a subscription of its own before it is done.</summary>
    public virtual bool HasSubscription => true;

    /// <summary>The type of its event; null when its round has none.</summary>
    public virtual string? EventType(Round round) => round.EventType;

    /// <summary>Prepares, arms the trigger and does it, in the child.</summary>
    public abstract Task RunAsync(OperationTarget target);

    /// <summary>Looks at the store after the kill, in the parent.</summary>
    /// <param name="target">What it was done to; the delivery and the subscription are null when they are gone.</param>
    /// <param name="happened">Whether the kill came after the write.</param>
    /// <returns>What is wrong; null when nothing is.</returns>
    public abstract Task<string?> CheckAsync(OperationState target, bool happened);

    /// <summary>Takes back what would keep the delivery from being made.</summary>
    public virtual Task CleanUpAsync(OperationState target) => Task.CompletedTask;

    /// <summary>How its delivery ends; null when it need not be there.</summary>
    public virtual DeliveryStatus? End(bool happened) => DeliveryStatus.Delivered;

    /// <summary>Whether what it leaves follows the invariants of a campaign, which know of no purge and no deletion.</summary>
    public virtual bool KeepsInvariants => true;

    /// <summary>Whether its round's subscription is there in the end.</summary>
    public virtual bool KeepsSubscription(bool happened) => HasSubscription;

    protected static string? Expect(bool holds, FormattableString otherwise) =>
        holds ? null : otherwise.ToString(CultureInfo.InvariantCulture);
}
