using InsideLabs.EventBus.Faults.Campaigns;

namespace InsideLabs.EventBus.Faults.Scenarios.Receivers;

/// <summary>Looks whether connections are left when all attempts have ended.</summary>
internal static class LeftSockets
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Minute = TimeSpan.FromSeconds(60);

    /// <summary>
    /// A connection that an attempt gave up must be gone soon. In the full form those that HTTP may use again, the healthy receiver's
    /// too, must be gone within the minute.
    /// </summary>
    public static async Task JudgeAsync(ScenarioRun run, int processId, IReadOnlyList<HostileReceiver> receivers, int healthyPort)
    {
        var givenUp = receivers.Where(r => !r.Kind.KeepsOpen).ToDictionary(r => r.Port, r => r.Kind.Name);
        await JudgeAsync(run, processId, givenUp, Soon);
        if (run.Scale == Scale.Full)
        {
            var all = receivers.ToDictionary(r => r.Port, r => r.Kind.Name);
            all.Add(healthyPort, ReceiverRole.Healthy);
            await JudgeAsync(run, processId, all, Minute);
        }
    }

    private static async Task JudgeAsync(ScenarioRun run, int processId, Dictionary<int, string> ports, TimeSpan limit)
    {
        var begun = TimeProvider.System.GetTimestamp();
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(100));
        string[] left;
        while ((left = [.. ProcessFigures.ConnectedPorts(processId).Where(ports.ContainsKey).Select(p => ports[p])]) is not []
            && TimeProvider.System.GetElapsedTime(begun) < limit)
        {
            await timer.WaitForNextTickAsync();
        }

        run.Require(left is [], $"{limit} after the last attempt {left.Length} connections are left: {string.Join(", ", left)}.");
    }
}
