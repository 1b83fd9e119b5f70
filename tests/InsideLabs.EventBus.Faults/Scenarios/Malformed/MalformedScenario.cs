using System.Diagnostics;
using System.Globalization;
using System.Text;
using InsideLabs.EventBus.Faults.Campaigns;
using InsideLabs.EventBus.Faults.Children;
using InsideLabs.EventBus.Faults.Loads;

namespace InsideLabs.EventBus.Faults.Scenarios.Malformed;

/// <summary>
/// Ten minutes of broken input: half of it in process, against every service that takes input from outside, half of it over HTTP,
/// which is the program behind <c>tests/mutate.sh</c>. Nothing but typed errors may come of it, nothing that was let in may be a
/// poison row, and memory must not grow.
/// </summary>
internal sealed class MalformedScenario : Scenario
{
    private const string Script = "tests/mutate.sh";

    private const double MostGrowth = 1.05;

    /// <summary>MiB: what comes once and stays, but may come late, as for the run over HTTP.</summary>
    private const double Slack = 16;

    /// <summary>What is let in is read back, and the script builds what it starts.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    public override string Name => "malformed";

    public override string Attack => "Broken JSON, patterns, schedules and templates, in process and over HTTP.";

    public override bool IsQuick => false;

    public override IReadOnlyList<string> Programs => ["bash"];

    public override async Task RunAsync(ScenarioRun run)
    {
        var seconds = run.Pick(quick: 10, full: 300);
        await RunInProcessAsync(run, seconds);
        await RunOverHttpAsync(run, seconds);
    }

    private static async Task RunInProcessAsync(ScenarioRun run, int seconds)
    {
        await using var child = ChildProcess.Start(new ChildOptions
        {
            Role = MalformedRole.RoleName,
            DatabasePath = Path.Combine(run.NewFolder().FullName, "events.db"),
            ReceiverUrl = string.Empty,
            Seed = run.Seed,
            Values = new Dictionary<string, string> { [MalformedRole.Seconds] = seconds.ToString(CultureInfo.InvariantCulture) },
        });
        var memory = new List<double>();
        await foreach (var line in child.ReadLinesAsync())
        {
            switch (line.Subject)
            {
                case MalformedRole.Memory:
                    memory.Add(double.Parse(line.Detail, CultureInfo.InvariantCulture));
                    break;
                case MalformedRole.Wrong:
                    run.Require(false, $"{Decode(line.Detail)}");
                    break;
                case MalformedRole.Figures:
                    run.Figure($"{Decode(line.Detail)}.");
                    run.Runs++;
                    break;
            }
        }

        JudgeMemory(run, memory);
        run.Require(child.Errors.Trim().Length == 0, $"the host logged errors: {child.Errors[..Math.Min(child.Errors.Length, 4000)]}");
        await TestBed.ExpectExitAsync(child, 0);
    }

    private static void JudgeMemory(ScenarioRun run, List<double> memory)
    {
        if (memory is not [var early, var late])
        {
            run.Require(false, $"the host did not tell its memory twice.");
            return;
        }

        var limit = (early * MostGrowth) + Slack;
        run.Figure($"When all that was let in was deleted, {early:F0} MiB were in memory after a quarter of the time and {late:F0} MiB in the end (at most {limit:F0}).");
        run.Require(run.Scale == Scale.Quick || late <= limit, $"memory grew from {early:F0} to {late:F0} MiB.");
    }

    private static async Task RunOverHttpAsync(ScenarioRun run, int seconds)
    {
        var start = new ProcessStartInfo("bash", [Script, seconds.ToString(CultureInfo.InvariantCulture)])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            WorkingDirectory = FindRepository(),
        };
        start.Environment["EVENTBUS_MUTATIONS_SEED"] = (run.Seed % 1_000_000).ToString(CultureInfo.InvariantCulture);
        start.Environment["MSBUILDDISABLENODEREUSE"] = "1";
        using var process = Process.Start(start)!;
        var output = await process.StandardOutput.ReadToEndAsync().WaitAsync(TimeSpan.FromSeconds(seconds) + Patience);
        await process.WaitForExitAsync();
        run.Figure($"Over HTTP: {output.TrimEnd().Split('\n')[^1]}");
        run.Require(process.ExitCode == 0, $"{Script} says: {output}");
        run.Runs++;
    }

    /// <summary>The folder of the sources that this program was built from.</summary>
    private static string FindRepository()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, Script)))
            {
                return folder.FullName;
            }
        }

        throw new FaultException($"There is no {Script} above {AppContext.BaseDirectory}.");
    }

    private static string Decode(string text) => Encoding.UTF8.GetString(Convert.FromBase64String(text));
}
