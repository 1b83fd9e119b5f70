using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Loggers;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using Perfolizer.Horology;

namespace InsideLabs.EventBus.Benchmarks;

/// <summary>
/// How benchmarks are run: in this process, so that a set of a million subscriptions is built once and not for each case, and
/// without a collection before every iteration, which would take longer than the iteration and find nothing.
/// Iterations are many and short: on a machine with neighbours some of them then have the processor for themselves, and the warm-up
/// is long enough for the runtime to have compiled what it runs often a second time.
/// </summary>
internal static class RunConfig
{
    public static IConfig Make(RunOptions options)
    {
        var job = Job.Default
            .WithToolchain(InProcessEmitToolchain.Instance)
            .WithGcForce(false)
            .WithWarmupCount(options.IsQuick ? 80 : 100)
            .WithIterationCount(options.IsQuick ? 250 : 1000)
            .WithIterationTime(TimeInterval.FromMilliseconds(5));
        return ManualConfig.CreateEmpty()
            .AddJob(job)
            .AddLogger(ConsoleLogger.Default)
            .AddColumnProvider(DefaultColumnProviders.Instance)
            .WithOptions(ConfigOptions.JoinSummary)
            .WithArtifactsPath(Path.Combine(AppContext.BaseDirectory, "artifacts"));
    }
}
