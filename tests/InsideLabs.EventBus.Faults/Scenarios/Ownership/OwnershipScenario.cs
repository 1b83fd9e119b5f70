using InsideLabs.EventBus.Errors;
using InsideLabs.EventBus.Faults.Campaigns;
using InsideLabs.EventBus.Faults.Children;

namespace InsideLabs.EventBus.Faults.Scenarios.Ownership;

/// <summary>A second process on the file: it stays out while the first one lives, and is in soon after its death.</summary>
internal sealed class OwnershipScenario : Scenario
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(2);

    private static readonly Dictionary<string, string> Waiting = new() { [ChildProgram.WaitForOwner] = "yes" };

    public override string Name => "second-process";

    public override string Attack => "A second process opens the file, by every path to it, while the first one runs, stands still and dies.";

    public override async Task RunAsync(ScenarioRun run)
    {
        await using var bed = await TestBed.StartAsync(run.NewFolder(), run.Seed);
        var paths = FilePaths.Make(bed.DatabasePath);
        var (waited, fresh, starts) = (new List<TimeSpan>(), new List<TimeSpan>(), new List<TimeSpan>());
        for (var round = 0; round < run.Pick(quick: 2, full: 40); round++)
        {
            starts.Add(await MeasureStartAsync(bed));
            await using var first = bed.StartChild(SteadyRole.RoleName);
            var following = await WaitForReadyAsync(bed, first);
            await RefuseAsync(run, bed, paths[((2 * round) + 1) % paths.Count]);
            first.Signal(Posix.Stop);
            await RefuseAsync(run, bed, paths[2 * round % paths.Count]);
            first.Signal(Posix.Continue);
            if (round % 2 == 0)
            {
                waited.Add(await TakeOverWaitingAsync(run, bed, first, paths[round % paths.Count]));
            }
            else
            {
                fresh.Add(await TakeOverFreshAsync(bed, first));
            }

            await following.WaitAsync(TestBed.Patience);
            run.Runs++;
        }

        run.Require(waited.TrueForAll(t => t < Longest), $"a process that waited was ready {waited.Max().TotalSeconds:F2} s after the death.");
        var plain = starts.Order().ElementAt(starts.Count / 2);
        run.Require(fresh.TrueForAll(t => t - plain < Longest), $"a new process was ready {fresh.Max().TotalSeconds:F2} s after the death; without one it takes {plain.TotalSeconds:F2} s.");
        await bed.DrainAsync();
        run.Judge(await bed.ReadEvidenceAsync());
        run.Figure($"From SIGKILL to the ready host of a process that waited: at most {waited.Max().TotalMilliseconds:F0} ms; of a new one, its start included: at most {fresh.Max().TotalMilliseconds:F0} ms. A start where nobody died: {plain.TotalMilliseconds:F0} ms (median).");
    }

    /// <summary>From the start of a process until its host is ready, when nobody died.</summary>
    private static async Task<TimeSpan> MeasureStartAsync(TestBed bed)
    {
        var started = TimeProvider.System.GetTimestamp();
        await using var child = bed.StartChild(DrainRole.RoleName);
        var following = await WaitForReadyAsync(bed, child);
        var time = TimeProvider.System.GetElapsedTime(started);
        await following.WaitAsync(TestBed.Patience);
        await TestBed.ExpectExitAsync(child, 0);
        return time;
    }

    /// <summary>Tries to open the file and must not.</summary>
    private static async Task RefuseAsync(ScenarioRun run, TestBed bed, FilePath path)
    {
        await using var second = bed.StartChild(DrainRole.RoleName, launch: path.Launch, path: path.Path);
        var lines = new List<ChildLine>();
        await bed.FollowAsync(second, Hear).WaitAsync(TestBed.Patience);
        var code = await second.WaitForExitAsync().WaitAsync(TestBed.Patience);
        run.Require(
            code == ChildProgram.NotStartedExitCode && lines is [{ Subject: ChildProgram.NotStarted, Detail: ErrorCodes.StoreOwned }],
            $"a second process with the {path.Name} path ended with {code} and said '{string.Join(", ", lines)}'. {second.Errors}");

        void Hear(ChildLine line)
        {
            lines.Add(line);
            if (line.Kind == ChildLineKind.Ready)
            {
                second.Kill();
            }
        }
    }

    /// <summary>Two wait for the death of the first: one becomes the owner, the other goes on waiting.</summary>
    private static async Task<TimeSpan> TakeOverWaitingAsync(ScenarioRun run, TestBed bed, ChildProcess first, FilePath path)
    {
        await using var second = bed.StartChild(SteadyRole.RoleName, Waiting);
        await using var third = bed.StartChild(SteadyRole.RoleName, Waiting, path.Launch, path.Path);
        var ready = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var (readies, waiting) = (0, 0);
        var bothWait = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var following = Task.WhenAll(bed.FollowAsync(second, Hear), bed.FollowAsync(third, Hear));
        await bothWait.Task.WaitAsync(TestBed.Patience);
        var killed = TimeProvider.System.GetTimestamp();
        await KillAsync(bed, first);
        await ready.Task.WaitAsync(TestBed.Patience);
        var time = TimeProvider.System.GetElapsedTime(killed);
        second.Kill();
        third.Kill();
        bed.Kills++;
        await following.WaitAsync(TestBed.Patience);
        run.Require(readies == 1, $"{readies} of two waiting processes opened the file.");
        return time;

        void Hear(ChildLine line)
        {
            if (line.Kind == ChildLineKind.Ready && Interlocked.Increment(ref readies) == 1)
            {
                ready.SetResult();
            }
            else if (line is { Kind: ChildLineKind.Told, Subject: ChildProgram.NotStarted } && Interlocked.Increment(ref waiting) == 2)
            {
                bothWait.SetResult();
            }
        }
    }

    /// <summary>One is started after the death.</summary>
    private static async Task<TimeSpan> TakeOverFreshAsync(TestBed bed, ChildProcess first)
    {
        var killed = TimeProvider.System.GetTimestamp();
        await KillAsync(bed, first);
        await using var second = bed.StartChild(SteadyRole.RoleName);
        var following = await WaitForReadyAsync(bed, second);
        var time = TimeProvider.System.GetElapsedTime(killed);
        await KillAsync(bed, second);
        await following.WaitAsync(TestBed.Patience);
        return time;
    }

    private static Task KillAsync(TestBed bed, ChildProcess child)
    {
        child.Kill();
        bed.Kills++;
        return TestBed.ExpectExitAsync(child, ChildProcess.KilledExitCode);
    }

    /// <returns>What follows the child to its end.</returns>
    private static async Task<Task> WaitForReadyAsync(TestBed bed, ChildProcess child)
    {
        var ready = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var following = bed.FollowAsync(child, line =>
        {
            if (line.Kind == ChildLineKind.Ready)
            {
                ready.TrySetResult();
            }
        });
        await Task.WhenAny(ready.Task, following).WaitAsync(TestBed.Patience);
        return ready.Task.IsCompleted ? following : throw new FaultException($"A child was never ready. It said: {child.Errors}");
    }
}
