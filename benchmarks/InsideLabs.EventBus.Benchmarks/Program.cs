using BenchmarkDotNet.Running;
using InsideLabs.EventBus.Benchmarks;
using InsideLabs.EventBus.Benchmarks.Reports;

var options = RunOptions.Parse(args);
var summaries = BenchmarkSwitcher.FromAssembly(typeof(Match).Assembly)
    .Run(["--filter", .. options.Filters], RunConfig.Make(options))
    .ToArray();
if (summaries.Length == 0)
{
    Console.Error.WriteLine($"No benchmark is named like {string.Join(" or ", options.Filters)}.");
    return 1;
}

// One benchmark class has one report; a class without one shows BenchmarkDotNet's own table only.
var reports = new Report[] { new MatchReport(), new RenderReport(), new ScheduleReport() };
return reports.All(report => report.Write(summaries, options)) ? 0 : 1;
