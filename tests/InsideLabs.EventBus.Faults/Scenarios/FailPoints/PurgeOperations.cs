using System.Globalization;
using System.Text;
using InsideLabs.EventBus.Deliveries;
using InsideLabs.EventBus.Settings;
using Microsoft.Extensions.DependencyInjection;

namespace InsideLabs.EventBus.Faults.Scenarios.FailPoints;

/// <summary>Purges a delivery that was made: its row goes, its attempts and its event stay.</summary>
internal sealed class Purge : Operation
{
    public override string Name => "purge";

    public override bool KeepsInvariants => false;

    public override async Task RunAsync(OperationTarget target)
    {
        await target.SettleAsync(DeliveryStatus.Delivered, AttemptOutcome.Success);
        target.Arm();
        await target.Queue.PurgeAsync(DeliveryStatus.Delivered, TimeProvider.System.GetUtcNow().AddMinutes(1));
    }

    public override async Task<string?> CheckAsync(OperationState target, bool happened)
    {
        var isKnown = await target.Store.FindOccurrenceAsync(target.Round.EventId, CancellationToken.None) is not null;
        return Expect(
            target.Delivery is null == happened && target.Attempts is [{ Outcome: AttemptOutcome.Success }] && isKnown,
            $"the delivery exists: {target.Delivery is not null}, with {target.Attempts.Count} attempts; its event exists: {isKnown}.");
    }

    /// <summary>The next round's purge takes what this one left.</summary>
    public override DeliveryStatus? End(bool happened) => null;
}

/// <summary>Purges the attempts of a dead delivery: the delivery stays.</summary>
internal sealed class PurgeAttempts : Operation
{
    private const int More = 1000;

    public override string Name => "purge-attempts";

    public override bool KeepsInvariants => false;

    public override async Task RunAsync(OperationTarget target)
    {
        await target.SettleAsync(DeliveryStatus.Dead, AttemptOutcome.Dead);
        target.Arm();
        await target.Store.PurgeAttemptsAsync(Guid.AllBitsSet, More, CancellationToken.None);
    }

    public override Task<string?> CheckAsync(OperationState target, bool happened) => Task.FromResult(Expect(
        target.Delivery is { Status: DeliveryStatus.Dead, Attempts: 1 } && target.Attempts.Count == (happened ? 0 : 1),
        $"the delivery is {target.Delivery} with {target.Attempts.Count} attempts."));

    public override DeliveryStatus? End(bool happened) => DeliveryStatus.Dead;
}

/// <summary>Writes a global setting.</summary>
internal sealed class Settings : Operation
{
    private const string Key = "round";

    public override string Name => "settings";

    public override bool HasSubscription => false;

    public override string? EventType(Round round) => null;

    public override async Task RunAsync(OperationTarget target)
    {
        target.Arm();
        await target.Child.Service<ISettingsStore>().SaveAsync(new GlobalSetting(Key, ValueOf(target.Round), Description: null), CancellationToken.None);
    }

    public override async Task<string?> CheckAsync(OperationState target, bool happened)
    {
        var settings = await target.Services.GetRequiredService<ISettingsStore>().ReadAsync(CancellationToken.None);
        var isStored = settings.Globals.TryGetValue(Key, out var stored) && stored.Value.Span.SequenceEqual(ValueOf(target.Round));
        return Expect(isStored == happened, $"the setting is stored: {isStored}.");
    }

    private static byte[] ValueOf(Round round) => Encoding.ASCII.GetBytes(round.Seed.ToString(CultureInfo.InvariantCulture));
}
