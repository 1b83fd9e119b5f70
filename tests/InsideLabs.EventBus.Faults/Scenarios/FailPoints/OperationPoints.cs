using System.Globalization;
using InsideLabs.EventBus.Deliveries;
using InsideLabs.EventBus.Faults.Campaigns;
using InsideLabs.EventBus.Faults.Checking;
using InsideLabs.EventBus.Faults.Children;

namespace InsideLabs.EventBus.Faults.Scenarios.FailPoints;

/// <summary>Dies before and after each operation, looks at what is stored, lets the rest be delivered, and looks again.</summary>
internal sealed class OperationPoints(ScenarioRun run, Random random)
{
    private readonly List<DoneOperation> _done = [];

    public async Task RunAsync(IReadOnlyList<Operation> operations)
    {
        await using var bed = await TestBed.StartAsync(run.NewFolder(), random.Next());
        foreach (var operation in operations)
        {
            await KillAsync(bed, operation, happened: false);
            await KillAsync(bed, operation, happened: true);
        }

        await using (var child = bed.StartChild(OperationRole.RoleName))
        {
            await bed.FollowAsync(child).WaitAsync(TestBed.Patience);
            await TestBed.ExpectExitAsync(child, 0);
        }

        var evidence = await bed.ReadEvidenceAsync();
        lock (run)
        {
            Judge(evidence);
        }
    }

    private async Task KillAsync(TestBed bed, Operation operation, bool happened)
    {
        var point = happened ? FailPoint.After(operation.Step) : FailPoint.Before(operation.Step);
        var lines = await FailPointChild.RunAsync(
            bed, OperationRole.RoleName, point, nth: 1, new Dictionary<string, string> { [OperationRole.Operation] = operation.Name });
        var round = new Round(int.Parse(lines.First(l => string.Equals(l.Subject, OperationRole.RoundSeed, StringComparison.Ordinal)).Detail, CultureInfo.InvariantCulture));
        var target = lines.FirstOrDefault(l => string.Equals(l.Subject, OperationRole.Target, StringComparison.Ordinal)) is { } told ? Guid.Parse(told.Detail) : (Guid?)null;
        using var host = ChildHost.Build(bed.DatabasePath);
        var state = await OperationState.ReadAsync(host.Services, round, target);
        var fault = await operation.CheckAsync(state, happened);
        await operation.CleanUpAsync(state);
        _done.Add(new DoneOperation(operation, round, target, happened));
        lock (run)
        {
            run.Require(fault is null, $"{(happened ? "after" : "before")}-{operation.Name}: {fault}");
            run.Runs++;
        }
    }

    private void Judge(Evidence evidence)
    {
        var ends = _done.Where(d => d.DeliveryId is not null).ToDictionary(d => d.DeliveryId!.Value);
        var others = _done.Where(d => !d.Operation.KeepsInvariants).Select(d => d.Round.EventId).ToHashSet(StringComparer.Ordinal);
        run.Judge(Without(evidence, others) with
        {
            Patterns =
            [
                .. evidence.Patterns,
                OperationRole.HandlerPattern,
                .. _done.Where(d => d.Operation.KeepsSubscription(d.Happened)).Select(d => d.Round.EventType),
            ],
            MayEndSo = d => d.Status == Expected(d),
        });
        foreach (var delivery in evidence.Deliveries.Where(d => others.Contains(d.OccurrenceId)))
        {
            run.Require(delivery.Status == Expected(delivery), $"{delivery} should be {Expected(delivery)} in the end.");
        }

        foreach (var (id, done) in ends.Where(e => e.Value.Operation.HasSubscription))
        {
            var arrived = evidence.Requests.Any(r => r.DeliveryId == id && r.Status < 300);
            run.Require(
                arrived == (done.Operation.End(done.Happened) == DeliveryStatus.Delivered),
                $"{done.Operation.Name}: a request of {id} arrived: {arrived}.");
        }

        DeliveryStatus Expected(Delivery delivery) => ends.TryGetValue(delivery.Id, out var done)
            ? done.Operation.End(done.Happened) ?? delivery.Status
            : DeliveryStatus.Delivered;
    }

    private static Evidence Without(Evidence evidence, HashSet<string> events) => evidence with
    {
        Begun = evidence.Begun.Where(e => !events.Contains(e.Key)).ToDictionary(),
        Acknowledged = evidence.Acknowledged.Where(e => !events.Contains(e.Key)).ToDictionary(),
        Stored = evidence.Stored.Where(e => !events.Contains(e.Key)).ToDictionary(),
        Deliveries = [.. evidence.Deliveries.Where(d => !events.Contains(d.OccurrenceId))],
        Attempts = [.. evidence.Attempts.Where(a => !events.Contains(a.OccurrenceId))],
        Requests = [.. evidence.Requests.Where(r => !events.Contains(r.EventId))],
    };

    /// <summary>An operation that was killed.</summary>
    private sealed record DoneOperation(Operation Operation, Round Round, Guid? DeliveryId, bool Happened);
}
