using System.Globalization;
using InsideLabs.EventBus.Deliveries;
using InsideLabs.EventBus.Faults.Campaigns;
using InsideLabs.EventBus.Faults.Children;
using InsideLabs.EventBus.Faults.Loads;
using InsideLabs.EventBus.Subscribing;
using Microsoft.Extensions.DependencyInjection;

namespace InsideLabs.EventBus.Faults.Scenarios.FailPoints;

/// <summary>Dies at each point that publishing and delivering come to, and says exactly what must be stored and sent after each.</summary>
internal sealed class LoadPoints(ScenarioRun run, Random random)
{
    private readonly Dictionary<Guid, int> _extraCopies = [];

    public async Task RunAsync(IReadOnlyList<FailPoint> points)
    {
        await using var bed = await TestBed.StartAsync(run.NewFolder(), random.Next());
        using (var host = ChildHost.Build(bed.DatabasePath))
        {
            await ChildHost.EnsureSubscriptionsAsync(
                host.Services.GetRequiredService<SubscriptionService>(), bed.Subscriptions, bed.Receiver.Url);
        }

        foreach (var point in points)
        {
            await KillAsync(bed, point);
            lock (run)
            {
                run.Runs++;
            }
        }

        await bed.DrainAsync();
        var evidence = await bed.ReadEvidenceAsync();
        lock (run)
        {
            run.Judge(evidence);
            run.Require(
                evidence.ExtraCopies == _extraCopies.Values.Sum(),
                $"{evidence.ExtraCopies} extra copies arrived, but {_extraCopies.Values.Sum()} kills came between an answer and its record.");
        }
    }

    private async Task KillAsync(TestBed bed, FailPoint point)
    {
        var values = new Dictionary<string, string>();
        if (point.IsSentAgain is not null)
        {
            values[FailPointRole.Deliver] = "yes";
        }

        if (point.Publishes is { } publishes)
        {
            values[FailPointRole.Publishes] = publishes.ToString(CultureInfo.InvariantCulture);
        }

        var nth = random.Next(point.Nth.First, point.Nth.Last + 1);
        var isInside = point.SystemCall is not null;
        var lines = await FailPointChild.RunAsync(
            bed, FailPointRole.RoleName, isInside ? null : point.Name, nth, values, isInside ? Trace(bed, point, nth) : null);
        using var host = ChildHost.Build(bed.DatabasePath);
        var store = host.Services.GetRequiredService<IDeliveryStore>();
        await JudgePublishesAsync(bed, point, lines, store, host.Services.GetRequiredService<IEventPublisher>());
        if (point.IsSentAgain is { } isSentAgain)
        {
            await JudgeDeliveryAsync(bed, point, Guid.Parse(FailPointChild.SubjectOf(lines)), isSentAgain, store);
        }
    }

    /// <summary>The system call is not made: the kill comes first. The file is told by its name, so that the WAL and the database are two points.</summary>
    private static ChildLaunch Trace(TestBed bed, FailPoint point, int nth) => new()
    {
        Prefix =
        [
            "strace", "-f", "-qq", "-o", "/dev/null", "-P", bed.DatabasePath + point.FileSuffix, "-e", "trace=" + point.SystemCall,
            "-e", string.Create(CultureInfo.InvariantCulture, $"inject={point.SystemCall}:signal=KILL:when={nth}"),
        ],
    };

    /// <summary>What was on its way is stored or not, as the point says; publishing it again makes sure of it.</summary>
    private async Task JudgePublishesAsync(TestBed bed, FailPoint point, IReadOnlyList<ChildLine> lines, IDeliveryStore store, IEventPublisher publisher)
    {
        var acknowledged = lines.Where(l => l.Kind == ChildLineKind.Acknowledged).Select(l => l.Subject).ToHashSet(StringComparer.Ordinal);
        foreach (var id in acknowledged)
        {
            Require(await store.FindOccurrenceAsync(id, CancellationToken.None) is not null, $"{point.Name}: {id} was acknowledged and is not stored.");
        }

        var open = lines.Where(l => l.Kind == ChildLineKind.Begun && !acknowledged.Contains(l.Subject)).ToList();
        Require(open.Count == 1 || point.IsStored is null, $"{point.Name}: {open.Count} publishes were on their way instead of one.");
        Require(point.Publishes is not { } all || acknowledged.Count == all, $"{point.Name}: it died after {acknowledged.Count} publishes, before its end.");
        foreach (var begun in open)
        {
            var isStored = await store.FindOccurrenceAsync(begun.Subject, CancellationToken.None) is not null;
            Require(point.IsStored is null || isStored == point.IsStored, $"{point.Name}: {begun.Subject} is stored: {isStored}.");
            var number = int.Parse(begun.Subject.AsSpan(begun.Subject.IndexOf('-', StringComparison.Ordinal) + 1), CultureInfo.InvariantCulture);
            var receipt = await publisher.PublishAsync(EventFlood.Next(begun.Subject, number));
            Require(receipt.Duplicate == isStored, $"{point.Name}: {begun.Subject} was stored: {isStored}; published again it is a duplicate: {receipt.Duplicate}.");
            bed.Ledger.Add(new ChildLine(ChildLineKind.Acknowledged, begun.Subject, begun.Detail, receipt.Deliveries));
        }
    }

    /// <summary>A request arrives once for each recorded answer, and once more for each kill between an answer and its record.</summary>
    private async Task JudgeDeliveryAsync(TestBed bed, FailPoint point, Guid deliveryId, bool isSentAgain, IDeliveryStore store)
    {
        var attempts = await store.ListAttemptsAsync(new AttemptFilter { DeliveryId = deliveryId }, CancellationToken.None);
        var requests = bed.Receiver.Requests.Count(r => r.DeliveryId == deliveryId);
        var expected = _extraCopies.GetValueOrDefault(deliveryId) + (isSentAgain ? 1 : 0);
        _extraCopies[deliveryId] = expected;
        Require(
            requests == attempts.Count + expected,
            $"{point.Name}: {requests} requests of {deliveryId} arrived and {attempts.Count} are recorded; {expected} should be missing.");
        var delivery = await store.FindDeliveryAsync(deliveryId, CancellationToken.None);
        Require(
            delivery!.Attempts == attempts.Count && delivery.Crashes == 0 && (isSentAgain ? delivery.Status == DeliveryStatus.Scheduled : delivery.Status != DeliveryStatus.Claimed),
            $"{point.Name}: the delivery is {delivery}.");
    }

    private void Require(bool holds, FormattableString otherwise)
    {
        lock (run)
        {
            run.Require(holds, otherwise);
        }
    }
}
