using System.Globalization;
using InsideLabs.EventBus.Faults.Campaigns;
using InsideLabs.EventBus.Faults.Children;
using InsideLabs.EventBus.Faults.Loads;

namespace InsideLabs.EventBus.Faults.Scenarios.Neighbours;

/// <summary>A child host and its endpoints. While another one is measured it stands still, as a whole process.</summary>
internal sealed class Neighbourhood(ChildProcess child, ArrivalReceiver receiver) : IAsyncDisposable
{
    private readonly IAsyncEnumerator<ChildLine> _lines = child.ReadLinesAsync().GetAsyncEnumerator();

    /// <summary>Starts it; <see cref="PrepareAsync"/> must follow.</summary>
    /// <param name="run">The run.</param>
    /// <param name="receiver">Its endpoints.</param>
    /// <param name="seed">Makes its event ids its own.</param>
    /// <param name="noise">What else the role is told.</param>
    public static Neighbourhood Start(ScenarioRun run, ArrivalReceiver receiver, int seed, IReadOnlyDictionary<string, string> noise) => new(
        ChildProcess.Start(new ChildOptions
        {
            Role = NeighbourRole.RoleName,
            DatabasePath = Path.Combine(run.NewFolder().FullName, "events.db"),
            ReceiverUrl = receiver.Url,
            Seed = seed,
            Values = noise,
        }),
        receiver);

    /// <summary>Waits until its queue is as it should be, and stops it.</summary>
    public async Task PrepareAsync()
    {
        await ReadToAsync(NeighbourRole.Prepared);
        child.Signal(Posix.Stop);
    }

    /// <summary>Lets it run and publish.</summary>
    /// <param name="run">What did not arrive is reported here.</param>
    /// <param name="duration">For how long.</param>
    /// <returns>How long it took from the acknowledgement of an event to its arrival.</returns>
    public async Task<Sample> MeasureAsync(ScenarioRun run, TimeSpan duration)
    {
        child.Signal(Posix.Continue);
        await child.SayAsync(((int)duration.TotalMilliseconds).ToString(CultureInfo.InvariantCulture));
        var acknowledged = await ReadToAsync(NeighbourRole.Measured);
        var arrivals = await receiver.WhenArrivedAsync(acknowledged.Keys, TestBed.Patience);
        child.Signal(Posix.Stop);
        foreach (var id in acknowledged.Keys.Where(id => !arrivals.ContainsKey(id)))
        {
            run.Report(new("noisy-neighbour", Checking.ViolationKind.Lost, $"the acknowledged event {id} did not arrive."));
        }

        return new Sample(arrivals.Select(a => Math.Max(0, TimeProvider.System.GetElapsedTime(acknowledged[a.Key], a.Value).TotalMilliseconds)));
    }

    public async ValueTask DisposeAsync()
    {
        // A stopped process dies of signal 9 as well.
        await child.DisposeAsync();
        await _lines.DisposeAsync();
    }

    private async Task<Dictionary<string, long>> ReadToAsync(string name)
    {
        var acknowledged = new Dictionary<string, long>(StringComparer.Ordinal);
        while (await _lines.MoveNextAsync().AsTask().WaitAsync(TestBed.Patience))
        {
            if (_lines.Current is { Kind: ChildLineKind.Told } told && string.Equals(told.Subject, name, StringComparison.Ordinal))
            {
                return acknowledged;
            }

            if (_lines.Current is { Kind: ChildLineKind.Acknowledged } line)
            {
                acknowledged.Add(line.Subject, long.Parse(line.Detail, CultureInfo.InvariantCulture));
            }
        }

        throw new FaultException($"A child ended before it was {name}. It said: {child.Errors}");
    }
}
