using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using InsideLabs.EventBus.Adapters;
using InsideLabs.EventBus.Diagnostics;
using InsideLabs.EventBus.Errors;
using InsideLabs.EventBus.Faults.Children;
using InsideLabs.EventBus.Faults.Loads;
using InsideLabs.EventBus.Registration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace InsideLabs.EventBus.Faults.Scenarios.Malformed;

/// <summary>Gives broken input to the services of its own host for some seconds, while valid work goes on beside, and then looks at all that was let in.</summary>
internal sealed class MalformedRole : ChildRole
{
    public const string RoleName = "malformed";

    /// <summary>The value with the seconds.</summary>
    public const string Seconds = "seconds";

    /// <summary>The MiB that are in memory when everything that was let in is deleted: told early, and at the end.</summary>
    public const string Memory = "memory";

    /// <summary>What something wrong is told as, in Base64.</summary>
    public const string Wrong = "wrong";

    /// <summary>What a figure is told as, in Base64.</summary>
    public const string Figures = "figures";

    private const int Workers = 4;
    private const int MostTold = 20;

    public override string Name => RoleName;

    public override void Configure(EventBusOptions bus, ChildOptions options) => bus.AllowUnregisteredTypes = true;

    public override void Configure(IEventBusBuilder events, ChildOptions options)
    {
        events.Services.AddSingleton<IDeliveryAdapter>(new SinkAdapter(SinkAdapter.AdapterName));
        events.Services.AddSingleton<IDeliveryAdapter>(new SinkAdapter(SinkAdapter.ValidName));

        // Warnings are many here. An error says that something happened which nobody had thought of.
        events.Services.Configure<LoggerFilterOptions>(static o => o.MinLevel = LogLevel.Error);
    }

    public override IReadOnlyList<FaultSubscription> Subscriptions(ChildOptions options) => [];

    /// <summary>The adapter of a name.</summary>
    public static SinkAdapter Sink(ChildContext child, string name) =>
        child.Host.Services.GetServices<IDeliveryAdapter>().OfType<SinkAdapter>().Single(s => string.Equals(s.Name, name, StringComparison.Ordinal));

    public override async Task RunAsync(ChildContext child)
    {
        var valid = new ValidWork(child);
        await valid.FillCacheAsync();
        await valid.SubscribeAsync();
        var (doors, sink) = (new Doors(child), Sink(child, SinkAdapter.AdapterName));
        var wrong = new ConcurrentQueue<string>();
        var outcomes = new ConcurrentDictionary<string, int>(StringComparer.Ordinal);
        var time = TimeSpan.FromSeconds(child.Options.Number(Seconds, 1));

        // What comes once and stays, such as compiled code, comes in the first part.
        await MutateAsync(time / 4, child.Options.Seed);
        await doors.ForgetAsync();
        await TellMemoryAsync(child);
        await MutateAsync(time * 3 / 4, child.Options.Seed + Workers);
        var left = await new AfterMutations(child, valid).CheckAsync();
        await doors.ForgetAsync();
        await TellMemoryAsync(child);

        foreach (var text in wrong.Concat(sink.Wrong).Concat(left).Take(MostTold))
        {
            child.Output.Write(ChildLine.Tell(Wrong, Encode(text)));
        }

        var refused = outcomes.Where(o => o.Key.Contains('_', StringComparison.Ordinal)).ToList();
        child.Output.Write(ChildLine.Tell(Figures, Encode(string.Create(
            CultureInfo.InvariantCulture,
            $"{outcomes.Values.Sum():N0} calls in process, {outcomes.Values.Sum() - refused.Sum(o => o.Value):N0} let in, refused with {refused.Count} codes; {sink.Count:N0} deliveries, {valid.Published:N0} valid events beside"))));

        async Task MutateAsync(TimeSpan duration, int seed)
        {
            using var stop = new CancellationTokenSource(duration, TimeProvider.System);
            await Task.WhenAll(Enumerable.Range(0, Workers)
                .Select(n => Task.Run(() => WorkAsync(doors, new Random(seed + n), wrong, outcomes, stop.Token)))
                .Append(valid.RunAsync(stop.Token)));
        }
    }

    /// <summary>Broken input makes much garbage in little time: only what stays when all of it is gone is growth.</summary>
    private static async Task TellMemoryAsync(ChildContext child)
    {
        await child.Service<IdleSignal>().WaitAsync();
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        child.Output.Write(ChildLine.Tell(Memory, ProcessMemory.Resident(Environment.ProcessId)));
    }

    private static async Task WorkAsync(
        Doors doors,
        Random random,
        ConcurrentQueue<string> wrong,
        ConcurrentDictionary<string, int> outcomes,
        CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            var (door, given) = (string.Empty, string.Empty);
            string outcome;
            try
            {
                await doors.EnterAsync(random, (d, g) => (door, given) = (d, g));
                outcome = "ok";
            }
            catch (EventBusStoreException failed)
            {
                outcome = failed.Code;
                wrong.Enqueue($"{door} made the store fail: {failed} Given: {given}");
            }
            catch (EventBusException refused)
            {
                outcome = refused.Code;
            }
            catch (Exception other)
            {
                outcome = other.GetType().Name;
                wrong.Enqueue($"{door} threw {other} Given: {given}");
            }

            outcomes.AddOrUpdate(outcome, 1, static (_, n) => n + 1);
        }
    }

    private static string Encode(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));
}
