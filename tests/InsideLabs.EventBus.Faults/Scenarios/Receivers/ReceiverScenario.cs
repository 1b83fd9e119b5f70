using InsideLabs.EventBus.Deliveries;
using InsideLabs.EventBus.Faults.Campaigns;
using InsideLabs.EventBus.Faults.Children;

namespace InsideLabs.EventBus.Faults.Scenarios.Receivers;

/// <summary>Receivers that are slow, huge, half dead or lie, beside one that is well.</summary>
internal sealed class ReceiverScenario : Scenario
{
    /// <summary>By the system's default the child's side alone may hold megabytes that the child never reads.</summary>
    private const string SmallReceiveBuffers = "4096 16384 16384";

    private static readonly TimeSpan ShortDeadline = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan DefaultDeadline = new EventBusOptions().DeliveryTimeout;

    public override string Name => "receivers";

    public override string Attack => "Receivers that never accept, never answer, drip, flood, reset, redirect and lie about lengths.";

    public override Isolation Isolation => Isolation.Network;

    public override IReadOnlyList<string> Programs => ["ip"];

    public override async Task RunAsync(ScenarioRun run)
    {
        await LocalNetwork.StartAsync();
        await File.WriteAllTextAsync("/proc/sys/net/ipv4/tcp_rmem", SmallReceiveBuffers);
        TimeSpan[] deadlines = run.Scale == Scale.Quick ? [ShortDeadline] : [.. Enumerable.Repeat(ShortDeadline, 5), DefaultDeadline];
        foreach (var deadline in deadlines)
        {
            await AttackAsync(run, deadline);
        }
    }

    private static async Task AttackAsync(ScenarioRun run, TimeSpan deadline)
    {
        var receivers = new List<HostileReceiver>();
        await using var bed = await TestBed.StartAsync(run.NewFolder(), run.Seed + run.Runs);
        try
        {
            foreach (var kind in ReceiverKinds.All)
            {
                receivers.Add(await HostileReceiver.StartAsync(kind));
            }

            var values = ReceiverRole.Values(receivers, deadline, events: run.Pick(quick: 3, full: 5));
            bed.Subscriptions = ReceiverRole.Wanted(values);
            await using var child = bed.StartChild(ReceiverRole.RoleName, values);
            var memory = await FollowAsync(run, bed, child, receivers);
            var evidence = await bed.ReadEvidenceAsync();
            evidence = evidence with
            {
                Requests = [.. evidence.Requests, .. receivers.SelectMany(r => r.Requests)],
                MayEndSo = d => d.Status == (IsMade(evidence.Subscriptions[d.SubscriptionId]) ? DeliveryStatus.Delivered : DeliveryStatus.Dead),
            };
            run.Judge(evidence);
            new ReceiverJudge(run, evidence, deadline).Judge(receivers, memory);
        }
        finally
        {
            foreach (var receiver in receivers)
            {
                await receiver.DisposeAsync();
            }
        }
    }

    /// <summary>Lets the child work, looks at it when it is done, and lets it go.</summary>
    /// <returns>By how much its memory had grown at most.</returns>
    private static async Task<long> FollowAsync(ScenarioRun run, TestBed bed, ChildProcess child, List<HostileReceiver> receivers)
    {
        var (before, after) = (0L, 0L);
        var settled = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var following = bed.FollowAsync(child, line =>
        {
            if (line.Kind == ChildLineKind.Ready)
            {
                before = ProcessFigures.Memory(child.HostId);
            }
            else if (line.Kind == ChildLineKind.Told)
            {
                settled.SetResult();
            }
        });
        if (await Task.WhenAny(settled.Task, following).WaitAsync(TestBed.Patience) == following)
        {
            throw new FaultException($"The child ended before it was done. It said: {child.Errors}");
        }

        after = ProcessFigures.MostMemory(child.HostId);
        await LeftSockets.JudgeAsync(run, child.HostId, receivers, new Uri(bed.Receiver.Url).Port);
        await child.SayAsync("go");
        await following.WaitAsync(TestBed.Patience);
        await TestBed.ExpectExitAsync(child, 0);
        return after - before;
    }

    private static bool IsMade(string eventType) =>
        ReceiverKinds.All.FirstOrDefault(k => string.Equals(k.EventType, eventType, StringComparison.Ordinal))?.Code is null;
}
