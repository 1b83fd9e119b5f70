using System.Collections.Concurrent;
using System.Reflection;
using InsideLabs.EventBus.Deliveries;
using InsideLabs.EventBus.Errors;
using InsideLabs.EventBus.Faults.Children;

namespace InsideLabs.EventBus.Faults.Scenarios.DiskFull;

/// <summary>Stands before the store and tells the parent when something is claimed although an outcome cannot be stored.</summary>
public class ClaimWatch : DispatchProxy
{
    /// <summary>Told for each such claim, with the time since the outcome was refused in milliseconds.</summary>
    public const string Claimed = "claimed-while-full";

    /// <summary>Told for each outcome that is refused.</summary>
    public const string Refused = "outcome-refused";

    /// <summary>Who has just looked whether it may claim may be on its way to do it.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromMilliseconds(250);

    private readonly ConcurrentDictionary<Guid, long> _waiting = new();
    private IDeliveryStore _store = null!;
    private LineWriter _output = null!;

    internal static IDeliveryStore Watch(IDeliveryStore store, LineWriter output)
    {
        var proxy = Create<IDeliveryStore, ClaimWatch>();
        var watch = (ClaimWatch)(object)proxy;
        (watch._store, watch._output) = (store, output);
        return proxy;
    }

    /// <inheritdoc/>
    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args)
    {
        switch (targetMethod!.Name)
        {
            case nameof(IDeliveryStore.ClaimAsync):
                CheckClaim();
                break;
            case nameof(IDeliveryStore.SettleAsync):
                return new ValueTask<SettleResult>(SettleAsync((Settlement)args![0]!));
        }

        try
        {
            return targetMethod.Invoke(_store, args);
        }
        catch (TargetInvocationException failure)
        {
            throw failure.InnerException!;
        }
    }

    private void CheckClaim()
    {
        var longest = _waiting.Values.Select(static since => TimeProvider.System.GetElapsedTime(since)).DefaultIfEmpty().Max();
        if (longest > Grace)
        {
            _output.Write(ChildLine.Tell(Claimed, longest.TotalMilliseconds));
        }
    }

    private async Task<SettleResult> SettleAsync(Settlement settlement)
    {
        try
        {
            var result = await _store.SettleAsync(settlement, CancellationToken.None);
            _waiting.TryRemove(settlement.DeliveryId, out _);
            return result;
        }
        catch (EventBusStoreException)
        {
            _waiting.TryAdd(settlement.DeliveryId, TimeProvider.System.GetTimestamp());
            _output.Write(ChildLine.Tell(Refused, settlement.DeliveryId));
            throw;
        }
    }
}
