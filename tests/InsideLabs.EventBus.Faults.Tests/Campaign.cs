namespace InsideLabs.EventBus.Faults.Tests;

/// <summary>One database file, one receiver, and children that come and go.</summary>
internal sealed class Campaign : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("insidelabs-faults-");
    private readonly WebhookReceiver _receiver;
    private readonly int _seed;
    private readonly Ledger _ledger = new();
    private int _kills;

    private Campaign(WebhookReceiver receiver, int seed) => (_receiver, _seed) = (receiver, seed);

    public string DatabasePath => Path.Combine(_directory.FullName, "events.db");

    public static async Task<Campaign> StartAsync(int seed) => new(await WebhookReceiver.StartAsync(seed), seed);

    /// <summary>Starts a child on the file. Whoever starts it disposes it.</summary>
    public ChildProcess StartChild(ChildMode mode) =>
        ChildProcess.Start(new ChildCommand(mode, DatabasePath, _receiver.Url, _seed + _kills));

    /// <summary>Lets a child publish and deliver until it is killed.</summary>
    public async Task KillOnceAsync(KillPoint point)
    {
        await using var child = StartChild(ChildMode.Publish);
        using var trap = _receiver.Trap(point.Moment == KillMoment.Received ? point.Nth : int.MaxValue, child.Kill);
        try
        {
            await FollowAsync(child, point).WaitAsync(Patience);
        }
        catch (TimeoutException e)
        {
            throw new TimeoutException(
                $"Round {_kills + 1} never came to {point}: {_ledger.Begun.Count} begun, {_ledger.Acknowledged.Count} acknowledged, "
                + $"{_receiver.Requests.Count} requests in all rounds. The child said: {child.Errors}",
                e);
        }

        (await child.WaitForExitAsync().WaitAsync(Patience)).Should().Be(
            ChildProcess.KilledExitCode, "only the kill may end a child, but it said: {0}", child.Errors);
        _kills++;
    }

    /// <summary>Lets a child deliver what is left.</summary>
    public async Task DrainAsync()
    {
        await using var child = StartChild(ChildMode.Drain);
        (await child.WaitForExitAsync().WaitAsync(Patience)).Should().Be(0, "the queue runs empty, but the child said: {0}", child.Errors);
    }

    /// <summary>Reads what the campaign has come to. No child may live.</summary>
    public Task<Evidence> ReadEvidenceAsync() => EvidenceReader.ReadAsync(DatabasePath, _ledger, _receiver.Requests, _kills);

    public async ValueTask DisposeAsync()
    {
        await _receiver.DisposeAsync();
        _directory.Delete(recursive: true);
    }

    private async Task FollowAsync(ChildProcess child, KillPoint point)
    {
        var counted = 0;
        await foreach (var line in child.ReadLinesAsync())
        {
            _ledger.Add(line);
            if (point.Counts(line) && ++counted == point.Nth)
            {
                child.Kill();
            }
        }
    }
}
