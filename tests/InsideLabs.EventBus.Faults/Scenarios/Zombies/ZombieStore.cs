using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using InsideLabs.EventBus.Deliveries;

namespace InsideLabs.EventBus.Faults.Scenarios.Zombies;

/// <summary>
/// A store in front of the real one, in which workers lose their claims: some outcomes are kept back, the delivery is given to
/// another worker, and the late outcome is handed in just before or just after the one of its successor. The late one must be refused.
/// </summary>
[SuppressMessage("Design", "MA0053", Justification = "A dispatch proxy is derived from at run time.")]
internal class ZombieStore : DispatchProxy
{
    private readonly ConcurrentDictionary<Guid, Settlement> _late = new();
    private readonly Lock _gate = new();
    private IDeliveryStore _inner = null!;
    private Random _random = null!;
    private int _overlaps;
    private int _accepted;

    /// <summary>How many late outcomes were handed in.</summary>
    public int Overlaps => _overlaps;

    /// <summary>How many calls with a lost claim took effect.</summary>
    public int Accepted => _accepted;

    public static IDeliveryStore Wrap(IDeliveryStore inner, int seed)
    {
        var store = Create<IDeliveryStore, ZombieStore>();
        var zombie = (ZombieStore)store;
        (zombie._inner, zombie._random) = (inner, new Random(seed));
        return store;
    }

    [SuppressMessage("Reliability", "CA2012", Justification = "The proxy unpacks it and hands it to the caller.")]
    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args) =>
        string.Equals(targetMethod!.Name, nameof(IDeliveryStore.SettleAsync), StringComparison.Ordinal)
            ? SettleAsync((Settlement)args![0]!)
            : targetMethod.Invoke(_inner, BindingFlags.DoNotWrapExceptions, binder: null, args, culture: null);

    private async ValueTask<SettleResult> SettleAsync(Settlement settlement)
    {
        if (_late.TryRemove(settlement.DeliveryId, out var late))
        {
            var isBefore = Draw();
            if (isBefore)
            {
                await HandInAsync(late);
            }

            var own = await _inner.SettleAsync(settlement, CancellationToken.None);
            if (!isBefore)
            {
                await HandInAsync(late);
            }

            return own;
        }

        if (!Draw())
        {
            return await _inner.SettleAsync(settlement, CancellationToken.None);
        }

        // Kept before it is given back: the next worker may be as quick as that.
        _late[settlement.DeliveryId] = settlement;
        await _inner.ReleaseAsync(settlement.DeliveryId, settlement.ClaimNo, CancellationToken.None);
        return new SettleResult(IsStored: false, Streak: null);
    }

    /// <summary>Tries everything that a worker can do with a claim.</summary>
    private async ValueTask HandInAsync(Settlement late)
    {
        Interlocked.Increment(ref _overlaps);
        var settled = await _inner.SettleAsync(late, CancellationToken.None);
        var deferral = new Deferral(late.DeliveryId, late.ClaimNo, late.DueAt, late.PlannedVersion);
        bool[] effects =
        [
            settled.IsStored,
            await _inner.ReleaseAsync(late.DeliveryId, late.ClaimNo, CancellationToken.None),
            await _inner.DeferAsync(deferral, CancellationToken.None),
        ];
        Interlocked.Add(ref _accepted, effects.Count(static e => e));
    }

    private bool Draw()
    {
        lock (_gate)
        {
            return _random.Next(2) == 0;
        }
    }
}
