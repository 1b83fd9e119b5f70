using InsideLabs.EventBus.Benchmarks;
using InsideLabs.EventBus.Benchmarks.Reports;
using InsideLabs.EventBus.Benchmarks.Sqlite;
using InsideLabs.EventBus.Benchmarks.Throughput;

var options = RunOptions.Parse(args);
var steps = new StepBenchmark[]
{
    new(typeof(Match), new MatchReport()),
    new(typeof(Render), new RenderReport()),
    new(typeof(Schedule), new ScheduleReport()),
};
var throughput = new ThroughputBenchmark[] { new SqliteCycle() };

var (found, holds) = (false, true);
foreach (var step in steps.Where(s => options.Wants(s.Report.Name)))
{
    found = true;
    holds &= step.Run(options);
}

foreach (var benchmark in throughput.Where(b => options.Wants(b.Name)))
{
    found = true;
    var measurements = await ThroughputRunner.RunAsync(benchmark, options).ConfigureAwait(false);
    holds &= benchmark.Report.Write(measurements, new RunInfo($"{benchmark.Rounds(options.IsQuick)} rounds"), options);
}

if (!found)
{
    var names = steps.Select(s => s.Report.Name).Concat(throughput.Select(b => b.Name));
    Console.Error.WriteLine($"No benchmark is named {string.Join(" or ", options.Names)}. There are {string.Join(", ", names)}.");
}

return found && holds ? 0 : 1;
