using BenchmarkDotNet.Attributes;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Filters;
using BenchmarkDotNet.Running;
using InsideLabs.EventBus.Events;
using InsideLabs.EventBus.Matching;
using InsideLabs.EventBus.Tests.Matching;

namespace InsideLabs.EventBus.Benchmarks;

/// <summary>
/// The step from an event type to the subscriptions that want it. Every contender walks over all targets that it finds and adds
/// their ordinals up, so that none can win by putting work off.
/// </summary>
[MemoryDiagnoser]
[Config(typeof(SmallLinearScans))]
public class Match
{
    private const int LargestLinearScan = 1000;

    private static readonly TimeSpan WarmUp = TimeSpan.FromMilliseconds(600);

    private readonly List<List<int>> _found = [];
    private MatchData _data = null!;
    private string[] _types = null!;
    private int _next;

    [Params(25, 1_000, 100_000, 1_000_000)]
    public int Subscriptions { get; set; }

    [ParamsAllValues]
    public WorkingSet Types { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        _data = MatchData.Get(Subscriptions);
        _types = _data.Types;

        // Again and again, until the runtime has compiled for good what the first case measures.
        var start = TimeProvider.System.GetTimestamp();
        while (TimeProvider.System.GetElapsedTime(start) < WarmUp)
        {
            CheckAll();
        }

        _types = Types == WorkingSet.Hot ? _data.Types[..1] : _data.Types;
        _next = 0;
    }

    [Benchmark]
    public long Index()
    {
        var set = default(MatchSet);
        _data.Index.Match(NextType(), ref set);
        long sum = 0;
        foreach (var ordinal in set)
        {
            sum += ordinal + 1;
        }

        return sum;
    }

    [Benchmark(Baseline = true)]
    public long SegmentTrie()
    {
        _data.Trie.Match(NextType(), _found);
        long sum = 0;
        foreach (var targets in _found)
        {
            foreach (var ordinal in targets)
            {
                sum += ordinal + 1;
            }
        }

        return sum;
    }

    [Benchmark]
    public long LinearScan()
    {
        var type = EventType.Parse(NextType());
        long sum = 0;
        for (var i = 0; i < _data.Patterns.Length; i++)
        {
            sum += _data.Patterns[i].Matches(type) ? i + 1 : 0;
        }

        return sum;
    }

    private void CheckAll()
    {
        for (var i = 0; i < _types.Length; i++)
        {
            _next = i;
            var wanted = SegmentTrie();
            _next = i;
            Check(Index(), wanted);
            if (Subscriptions <= LargestLinearScan)
            {
                _next = i;
                Check(LinearScan(), wanted);
            }
        }
    }

    private static void Check(long sum, long wanted)
    {
        if (sum != wanted)
        {
            throw new InvalidOperationException($"The targets add up to {sum}, but the segment trie's to {wanted}.");
        }
    }

    private string NextType()
    {
        var type = _types[_next];
        _next = (_next + 1) & (_types.Length - 1);
        return type;
    }

    private sealed class SmallLinearScans : ManualConfig
    {
        public SmallLinearScans() => AddFilter(new SimpleFilter(static c =>
            !string.Equals(c.Descriptor.WorkloadMethod.Name, nameof(LinearScan), StringComparison.Ordinal)
            || (int)c.Parameters[nameof(Subscriptions)] <= LargestLinearScan));
    }
}
