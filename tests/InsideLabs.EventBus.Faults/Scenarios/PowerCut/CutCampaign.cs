using InsideLabs.EventBus.Deliveries;
using InsideLabs.EventBus.Faults.Campaigns;
using InsideLabs.EventBus.Faults.Children;
using Microsoft.Extensions.DependencyInjection;

namespace InsideLabs.EventBus.Faults.Scenarios.PowerCut;

/// <summary>
/// Cuts the log that a killed child left, at many places: each cut is what a power failure may leave, when the disk has written
/// up to there. What is read then must be the transactions before the cut, all of them and nothing else.
/// </summary>
internal sealed class CutCampaign(ScenarioRun run, string databasePath, SyncOracle oracle, Random random)
{
    private readonly string _copy = Path.Combine(run.NewFolder().FullName, "events.db");
    private readonly byte[] _log = File.ReadAllBytes(databasePath + "-wal");

    private WalFile Wal => field ??= WalFile.Parse(_log);

    private IReadOnlyList<TracedCommit> Commits => field ??= [.. oracle.Of(oracle.Restarts + 1)];

    private IReadOnlyList<string> Before => field ??= [.. oracle.Commits.Where(c => c.Generation <= oracle.Restarts).SelectMany(c => c.Events)];

    /// <param name="cuts">How many places; at the edges of all frames, one byte before and one behind, when they are as many.</param>
    /// <param name="flips">How many bytes are turned over instead.</param>
    /// <param name="openings">How often the library itself opens what is left.</param>
    public async Task RunAsync(int cuts, int flips, int openings)
    {
        File.Copy(databasePath, _copy);
        run.Require(
            Wal.CommitEnds.SequenceEqual(Commits.Select(c => c.End).Take(Wal.CommitEnds.Count)) && Wal.CommitEnds.Count > Commits.Count - 2,
            $"the log has {Wal.CommitEnds.Count} commits, but {Commits.Count} were seen to be written.");
        await File.WriteAllBytesAsync(_copy + "-wal", _log);
        for (var flip = 0; flip < flips; flip++)
        {
            Flip(32 + random.NextInt64(Wal.EndOf(Wal.Frames) - 32));
        }

        foreach (var cut in Draw(cuts))
        {
            await using (var log = new FileStream(_copy + "-wal", FileMode.Open))
            {
                log.SetLength(cut);
            }

            Judge(cut, FormattableString.Invariant($"cut at byte {cut} of {_log.Length}"));
        }

        for (var opening = 0; opening < openings; opening++)
        {
            await OpenAsync(random.NextInt64(Wal.EndOf(Wal.Frames) + 1));
        }
    }

    /// <summary>Frames all over the log, the last ones always, from the back: each cut shortens the file further.</summary>
    private IEnumerable<long> Draw(int cuts)
    {
        var frames = Enumerable.Range(0, Wal.Frames + 1).ToArray();
        var chosen = frames.Length * 3 <= cuts
            ? frames
            : [.. random.GetItems(frames, cuts / 3).Concat(frames.TakeLast(10)).Distinct()];
        return chosen.SelectMany(f => (long[])[Wal.EndOf(f) - 1, Wal.EndOf(f), Wal.EndOf(f) + 1])
            .Where(c => c <= _log.Length)
            .OrderDescending();
    }

    /// <summary>One wrong byte: the frame that it is in counts no more, nor does any behind it.</summary>
    private void Flip(long at)
    {
        var frame = (int)((at - 32) / Wal.FrameLength);
        Write((byte)(_log[at] ^ (1 << random.Next(8))));
        Judge(Wal.EndOf(frame), FormattableString.Invariant($"a wrong byte at {at}"));
        Write(_log[at]);

        void Write(byte value)
        {
            using var log = new FileStream(_copy + "-wal", FileMode.Open);
            log.Position = at;
            log.WriteByte(value);
        }
    }

    private void Judge(long end, string what)
    {
        run.Runs++;
        var (integrity, events, halves) = CutStore.Read(_copy);
        run.Require(integrity == "ok", $"{what}: the integrity check says '{integrity}'.");
        run.Require(halves == 0, $"{what}: {halves} events or deliveries are there by half.");
        run.Require(events.SetEquals(Expected(end)), $"{what}: {events.Count} events are there instead of the {Expected(end).Count()} that were committed before it.");
    }

    private IEnumerable<string> Expected(long end) => Before.Concat(Commits.Where(c => c.End <= end).SelectMany(c => c.Events));

    /// <summary>Lets the library recover what is left.</summary>
    private async Task OpenAsync(long cut)
    {
        var folder = run.NewFolder();
        var path = Path.Combine(folder.FullName, "events.db");
        File.Copy(databasePath, path);
        File.Copy(databasePath + ".key", path + ".key");
        await File.WriteAllBytesAsync(path + "-wal", _log.AsMemory(0, (int)cut));
        using (var host = ChildHost.Build(path))
        {
            var store = host.Services.GetRequiredService<IDeliveryStore>();
            foreach (var id in Expected(cut))
            {
                run.Require(await store.FindOccurrenceAsync(id, CancellationToken.None) is not null, $"cut at byte {cut}: the library does not find {id}.");
            }
        }

        folder.Delete(recursive: true);
    }
}
