using System.Globalization;
using InsideLabs.EventBus.Faults.Campaigns;
using InsideLabs.EventBus.Faults.Checking;
using InsideLabs.EventBus.Faults.Children;

namespace InsideLabs.EventBus.Faults.Scenarios.Clock;

/// <summary>Sets the clock of a child again and again, kills it once on the way, and lets the last one deliver everything.</summary>
internal sealed class ClockAttack(ScenarioRun run, TestBed bed, Random random)
{
    /// <summary>What is promised beyond the time until the clock is looked at: nothing is stuck longer.</summary>
    private static readonly TimeSpan Slack = TimeSpan.FromSeconds(4);

    /// <summary>How long the destination refuses everything now and then, so that its circuit is open at a step.</summary>
    private static readonly TimeSpan Outage = TimeSpan.FromMilliseconds(400);

    private readonly List<ClockStep> _steps = [];
    private readonly Lock _gate = new();
    private volatile string? _fresh;
    private int _caughtUp;

    public IReadOnlyList<ClockStep> Steps => _steps;

    public TimeSpan SlowestCatchUp { get; private set; }

    public TimeSpan SlowestArrival { get; private set; }

    public async Task RunAsync(IReadOnlyList<TimeSpan> offsets)
    {
        var (child, following) = Start(random.Next(2) == 0 ? TimeSpan.Zero : TimeSpan.FromDays(-3650));
        try
        {
            foreach (var (index, offset) in offsets.Index())
            {
                var acknowledged = bed.Ledger.Acknowledged.Count;
                await UntilAsync(() => bed.Ledger.Acknowledged.Count > acknowledged + 30);
                if (index == offsets.Count / 2)
                {
                    // The machine's clock is wrong when it boots.
                    child.Kill();
                    await TestBed.ExpectExitAsync(child, ChildProcess.KilledExitCode);
                    await following;
                    await child.DisposeAsync();
                    bed.Kills++;
                    (child, following) = Start(-offset);
                    await UntilAsync(() => child.IsReady);
                }

                bed.Receiver.IsDown = index % 3 == 1;
                await UntilAsync(static () => false, bed.Receiver.IsDown ? Outage : TimeSpan.Zero);
                await StepAsync(child, offset);
                run.Runs++;
            }

            bed.Receiver.SenderOffsets = null;
            await child.SayAsync("drain");
            await following.WaitAsync(TestBed.Patience);
            await TestBed.ExpectExitAsync(child, 0);
        }
        finally
        {
            await child.DisposeAsync();
        }
    }

    private (ChildProcess Child, Task Following) Start(TimeSpan offset)
    {
        bed.Receiver.SenderOffsets = [offset];
        var values = new Dictionary<string, string> { [ClockRole.Offset] = offset.Ticks.ToString(CultureInfo.InvariantCulture) };
        var child = bed.StartChild(ClockRole.RoleName, values);
        return (child, bed.FollowAsync(child, Hear));
    }

    private async Task StepAsync(ChildProcess child, TimeSpan offset)
    {
        var caughtUp = _caughtUp;
        bed.Receiver.SenderOffsets = [.. (bed.Receiver.SenderOffsets ?? []).TakeLast(1), offset];
        lock (_gate)
        {
            _fresh = null;
        }

        await child.SayAsync(FormattableString.Invariant($"set {offset.Ticks}"));
        bed.Receiver.IsDown = false;
        var limit = ClockRole.ClockCheckInterval + Slack;
        var catchUp = await UntilAsync(() => _caughtUp > caughtUp, limit);
        if (catchUp >= limit)
        {
            throw new FaultException($"What was due by the clock that was set to {offset} was not delivered within {limit}.");
        }

        await UntilAsync(() => _fresh is { Length: > 0 });
        var fresh = _fresh;
        var arrival = await UntilAsync(() => bed.Receiver.Requests.Any(r => string.Equals(r.EventId, fresh, StringComparison.Ordinal)), limit);
        run.Require(arrival < limit, $"an event that was published after the clock was set to {offset} did not arrive within {limit}.");
        SlowestArrival = arrival > SlowestArrival ? arrival : SlowestArrival;
    }

    private void Hear(ChildLine line)
    {
        if (line.Kind == ChildLineKind.Begun)
        {
            lock (_gate)
            {
                _fresh = _fresh is { Length: 0 } ? line.Subject : _fresh;
            }
        }
        else if (line.Kind == ChildLineKind.Told && line.Subject == ClockRole.Stepped)
        {
            var ticks = line.Detail.Split(':').Select(static t => long.Parse(t, CultureInfo.InvariantCulture)).ToArray();
            _steps.Add(new ClockStep(new DateTimeOffset(ticks[0], TimeSpan.Zero), new DateTimeOffset(ticks[1], TimeSpan.Zero)));
            lock (_gate)
            {
                // The next event that begins was published by the new time.
                _fresh = string.Empty;
            }
        }
        else if (line.Kind == ChildLineKind.Told && line.Subject == ClockRole.CaughtUp)
        {
            var took = TimeSpan.FromMilliseconds(double.Parse(line.Detail, CultureInfo.InvariantCulture));
            SlowestCatchUp = took > SlowestCatchUp ? took : SlowestCatchUp;
            _caughtUp++;
        }
    }

    /// <summary>Looks again and again.</summary>
    /// <returns>How long it took, or the patience.</returns>
    private static async Task<TimeSpan> UntilAsync(Func<bool> isSo, TimeSpan? patience = null)
    {
        var started = TimeProvider.System.GetTimestamp();
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(10));
        while (!isSo())
        {
            if (TimeProvider.System.GetElapsedTime(started) >= (patience ?? TestBed.Patience))
            {
                return patience ?? throw new FaultException("The child did not go on.");
            }

            await timer.WaitForNextTickAsync(CancellationToken.None);
        }

        return TimeProvider.System.GetElapsedTime(started);
    }
}
