using System.Buffers.Binary;
using System.Text;

namespace InsideLabs.EventBus.Faults.Scenarios.PowerCut;

/// <summary>
/// Reads every system call of a child in the order in which it was made, and so knows what a power cut would have left of each
/// event when its acknowledgement was written: only what a sync (fsync or fdatasync) had returned for.
/// </summary>
/// <param name="databasePath">The child's database.</param>
/// <param name="idPrefix">What the ids of its events begin with; seven digits follow.</param>
internal sealed class SyncOracle(string databasePath, string idPrefix)
{
    public const string Calls = "openat,pwrite64,write,fdatasync,fsync,rename,renameat,renameat2,link,linkat";

    private const string AckWord = "Acknowledged ";
    private const int WalHeader = 32;
    private const int FrameHeader = 24;

    private readonly string _wal = databasePath + "-wal";
    private readonly string _folder = Path.GetDirectoryName(databasePath)!;
    private readonly Dictionary<string, TracedCommit> _commitOf = new(StringComparer.Ordinal);
    private readonly Dictionary<int, Action> _syncing = [];
    private readonly List<TracedCommit> _commits = [];
    private readonly List<string> _fresh = [];
    private readonly List<string> _violations = [];
    private readonly HashSet<string> _names = new(StringComparer.Ordinal);
    private readonly HashSet<string> _unsyncedNames = new(StringComparer.Ordinal);

    /// <summary>The threads that have synced the log and may therefore copy from it, until they have synced the database.</summary>
    private readonly HashSet<int> _checkpoints = [];
    private int _generation;
    private (int Written, int Synced) _log;
    private (int Written, int Synced) _database;
    private bool _isCommitFrame;

    public IReadOnlyList<TracedCommit> Commits => _commits;

    /// <summary>How many acknowledgements were checked.</summary>
    public int Acknowledged { get; private set; }

    /// <summary>How many syncs of the log there were.</summary>
    public int Syncs { get; private set; }

    /// <summary>How often the log began anew after a checkpoint.</summary>
    public int Restarts => Math.Max(0, _generation - 1);

    public IReadOnlyList<string> Violations => _violations;

    /// <summary>The events in the order of their commits, by the commit's place.</summary>
    public IEnumerable<TracedCommit> Of(int generation) => _commits.Where(c => c.Generation == generation);

    public void Read(string tracePath)
    {
        foreach (var line in File.ReadLines(tracePath, Encoding.Latin1))
        {
            if (StraceLine.Parse(line) is { } call)
            {
                Read(call);
            }
        }
    }

    private void Read(StraceLine call)
    {
        switch (call.Name)
        {
            case "write" when call.Begins && call.Text.StartsWith(AckWord, StringComparison.Ordinal):
                CheckAck(call.Text[AckWord.Length..]);
                break;
            case "pwrite64" when call.Begins && call.File.SequenceEqual(_wal):
                WriteLog(call);
                break;
            case "pwrite64" when call.Begins && call.File.SequenceEqual(databasePath):
                // A checkpoint: what it copies is what stood in the log when it began, which it has synced itself. Others may write on meanwhile.
                Check(_log.Written == 0 || _checkpoints.Contains(call.Thread), $"the database is written by a thread that has not synced the log before");
                _database.Written++;
                break;
            case "fdatasync" or "fsync":
                Sync(call);
                break;
            case "openat" when call.Begins && call.Arguments.Contains("O_CREAT", StringComparison.Ordinal) && IsOurs(call.Text):
                NoteName(call.Text.ToString());
                break;
            case "rename" or "renameat" or "renameat2" or "link" or "linkat" when call.Begins && IsOurs(call.Text[(call.Text.LastIndexOf('"') + 1)..]):
                NoteName(call.Text[(call.Text.LastIndexOf('"') + 1)..].ToString());
                break;
        }
    }

    /// <summary>The files without which the events, or the secrets they are signed with, cannot be read.</summary>
    private bool IsOurs(ReadOnlySpan<char> path) =>
        path.SequenceEqual(_wal) || path.SequenceEqual(databasePath) || path.SequenceEqual(databasePath + ".key");

    /// <summary>A file is made by whoever opens it first; the others ask for it to be made too, if need be.</summary>
    private void NoteName(string path)
    {
        if (_names.Add(path))
        {
            _unsyncedNames.Add(path);
        }
    }

    private void WriteLog(StraceLine call)
    {
        var (length, offset) = (call.NumberAfterText(0), call.NumberAfterText(1));
        _log.Written++;
        if (offset == 0 && length == WalHeader)
        {
            Check(_database.Synced == _database.Written, $"the log begins anew while the database's write {_database.Written} is not synced");
            _generation++;
        }
        else if (length == FrameHeader)
        {
            _isCommitFrame = BinaryPrimitives.ReadUInt32BigEndian(call.Bytes(FrameHeader).AsSpan(4)) != 0;
        }
        else
        {
            NoteEvents(call.Text);
            if (_isCommitFrame)
            {
                var commit = new TracedCommit(_generation, offset + length, _log.Written, [.. _fresh]);
                _fresh.ForEach(id => _commitOf[id] = commit);
                _fresh.Clear();
                _commits.Add(commit);
            }
        }
    }

    private void NoteEvents(ReadOnlySpan<char> page)
    {
        const int Digits = 7;
        for (var at = page.IndexOf(idPrefix); at >= 0; at = page.IndexOf(idPrefix))
        {
            page = page[(at + idPrefix.Length)..];
            if (page.Length >= Digits && page[..Digits].IndexOfAnyExceptInRange('0', '9') < 0)
            {
                var id = string.Concat(idPrefix, page[..Digits]);
                if (!_commitOf.ContainsKey(id) && !_fresh.Contains(id, StringComparer.Ordinal))
                {
                    _fresh.Add(id);
                }
            }
        }
    }

    private void Sync(StraceLine call)
    {
        if (call.Begins)
        {
            _syncing[call.Thread] = Ended(call.Thread, call.File);
        }

        if (call.Ends && _syncing.Remove(call.Thread, out var ended) && call.Succeeded)
        {
            ended();
        }
    }

    /// <summary>What a sync of a file is good for: for what was written before it began.</summary>
    private Action Ended(int thread, ReadOnlySpan<char> file)
    {
        var (log, database, names) = (_log.Written, _database.Written, _unsyncedNames.ToArray());
        if (file.SequenceEqual(_wal))
        {
            return () =>
            {
                // Two may sync at once: the one that began later may end first.
                _log.Synced = Math.Max(_log.Synced, log);
                _checkpoints.Add(thread);
                Syncs++;
            };
        }

        if (file.SequenceEqual(databasePath))
        {
            return () =>
            {
                _database.Synced = Math.Max(_database.Synced, database);
                _checkpoints.Remove(thread);
            };
        }

        return file.SequenceEqual(_folder) ? () => _unsyncedNames.ExceptWith(names) : static () => { };
    }

    private void CheckAck(ReadOnlySpan<char> text)
    {
        var id = text[..text.IndexOf(' ')].ToString();
        Acknowledged++;
        if (!_commitOf.TryGetValue(id, out var commit))
        {
            Check(false, $"{id} is acknowledged before its commit is in the log");
            return;
        }

        Check(commit.LastWrite <= _log.Synced, $"{id} is acknowledged, but the log is synced up to its write {_log.Synced} only, and its commit ends with write {commit.LastWrite}");
        Check(_unsyncedNames.Count == 0, $"{id} is acknowledged, but the folder is not synced since it has {string.Join(", ", _unsyncedNames)}");
    }

    private void Check(bool holds, FormattableString otherwise)
    {
        if (!holds)
        {
            _violations.Add(FormattableString.Invariant(otherwise));
        }
    }
}
