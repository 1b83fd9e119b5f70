using System.Diagnostics;
using System.Globalization;
using InsideLabs.EventBus.Faults.Campaigns;
using InsideLabs.EventBus.Faults.Children;
using InsideLabs.EventBus.Faults.Loads;

namespace InsideLabs.EventBus.Faults.Scenarios.Backlog;

/// <summary>The parent's end of a host with a queue.</summary>
internal sealed class BacklogChild : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    private readonly ChildProcess _child;
    private readonly IAsyncEnumerator<ChildLine> _lines;

    private BacklogChild(ChildProcess child) => (_child, _lines) = (child, child.ReadLinesAsync().GetAsyncEnumerator());

    /// <summary>How long it took from the start of the process until the host ran.</summary>
    public TimeSpan StartUp { get; private set; }

    /// <summary>What of it the processors worked.</summary>
    public TimeSpan StartUpWork { get; private set; }

    /// <summary>The most MiB that it ever had in memory.</summary>
    public double PeakMemory => ProcessMemory.Peak(_child.HostId);

    public static async Task<BacklogChild> StartAsync(string databasePath)
    {
        var start = TimeProvider.System.GetTimestamp();
        var child = new BacklogChild(ChildProcess.Start(
            new ChildOptions { Role = BacklogRole.RoleName, DatabasePath = databasePath, ReceiverUrl = string.Empty }));
        await child.NextAsync();
        child.StartUp = TimeProvider.System.GetElapsedTime(start);
        using var process = Process.GetProcessById(child._child.HostId);
        child.StartUpWork = process.TotalProcessorTime;
        return child;
    }

    /// <summary>Has it do a step.</summary>
    /// <returns>The figure of the step.</returns>
    public async Task<double> DoAsync(string step, int number = 0) => (await ListenAsync(step, number)).Figure;

    /// <summary>Has it do a step that measures.</summary>
    /// <returns>What it measured, and what else it told.</returns>
    public async Task<(Sample Latencies, string? Purged)> MeasureAsync(string step, int number = 0)
    {
        var (_, latencies, purged) = await ListenAsync(step, number);
        return (new Sample(latencies), purged);
    }

    /// <summary>Has it make deliveries.</summary>
    /// <returns>How many in a second of the clock, and in one of a processor.</returns>
    public async Task<(double ByClock, double ByProcessor)> TakeAsync(int count)
    {
        var (milliseconds, work, _) = await ListenAsync(BacklogRole.Take, count);
        return (count * 1000 / milliseconds, count * 1000 / work[0]);
    }

    public async ValueTask DisposeAsync()
    {
        await _child.DisposeAsync();
        await _lines.DisposeAsync();
    }

    private async Task<(double Figure, IReadOnlyList<double> Latencies, string? Purged)> ListenAsync(string step, int number)
    {
        await _child.SayAsync(string.Create(CultureInfo.InvariantCulture, $"{step} {number}"));
        var latencies = new List<double>();
        string? purged = null;
        while (true)
        {
            var line = await NextAsync();
            if (string.Equals(line.Subject, step, StringComparison.Ordinal))
            {
                return (double.Parse(line.Detail, CultureInfo.InvariantCulture), latencies, purged);
            }

            if (string.Equals(line.Subject, BacklogRole.Purged, StringComparison.Ordinal))
            {
                purged = line.Detail;
            }
            else
            {
                latencies.Add(double.Parse(line.Detail, CultureInfo.InvariantCulture));
            }
        }
    }

    private async Task<ChildLine> NextAsync() => await _lines.MoveNextAsync().AsTask().WaitAsync(Patience)
        ? _lines.Current
        : throw new FaultException($"A child with a backlog ended. It said: {_child.Errors}");
}
