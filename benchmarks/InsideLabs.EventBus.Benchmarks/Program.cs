using System.Diagnostics;
using InsideLabs.EventBus.Benchmarks;
using InsideLabs.EventBus.Matching;
using InsideLabs.EventBus.Tests.Matching;
foreach (var n in new[] { 25, 1000, 100_000, 1_000_000 })
{
    var data = PatternData.Make(n, 8192);
    Console.WriteLine(data.Patterns[3].Value + " " + data.Types[3] + " avg len " + data.Types.Average(t => t.Length));
    var m0 = GC.GetTotalMemory(true);
    var sw = Stopwatch.StartNew();
    var trie = new SegmentTrie();
    for (var i = 0; i < n; i++) trie.Add(data.Patterns[i], i);
    var t1 = sw.ElapsedMilliseconds;
    var m1 = GC.GetTotalMemory(true);
    sw.Restart();
    var index = new SubscriptionIndex(42).Apply(data.Patterns.Select((p, i) => new PatternChange(p, i, true)).ToArray());
    var t2 = sw.ElapsedMilliseconds;
    var m2 = GC.GetTotalMemory(true);
    Console.WriteLine($"n={n} nodes={index.Count} cap={index.Capacity} trie {t1} ms {(m1 - m0) / n} B/sub, index {t2} ms {(m2 - m1) / n} B/sub");
    foreach (var wide in new[] { false, true })
    {
        var types = wide ? data.Types : [data.Types[0]];
        double ma = 1e9, mb = 1e9, mc = 1e9; long ca=0, cb=0;
        for (var r = 0; r < 25; r++)
        {
            (_, var ta, ca) = Run(types, t => Trie(trie, t));
            (_, var tb, cb) = Run(types, t => Ours(index, t));
            (_, var tc, _) = Run(types, t => { var set = new MatchSet(); index.Match(t, ref set); return set.IsEmpty ? 1 : 0; });
            ma = Math.Min(ma, ta); mb = Math.Min(mb, tb); mc = Math.Min(mc, tc);
            if (ca != cb) throw new Exception("differ");
        }
        Console.WriteLine($"  {(wide ? "wide" : "hot ")} trie {ma:F1} ours {mb:F1} (match alone {mc:F1}) ratio {ma / mb:F2}");
    }
}
static (int, double, long) Run(string[] types, Func<string, long> f)
{
    long sum = 0; var n = 100_000; var k = 0;
    var sw = Stopwatch.StartNew();
    for (var i = 0; i < n; i++) { sum += f(types[k]); if (++k == types.Length) k = 0; }
    return (0, sw.Elapsed.TotalNanoseconds / n, sum);
}
static long Ours(SubscriptionIndex index, string t)
{
    var set = new MatchSet(); index.Match(t, ref set); long s = 0; foreach (var o in set) s += o; return s;
}
static long Trie(SegmentTrie trie, string t)
{
    var f = Buf.Found; trie.Match(t, f); long s = 0; foreach (var l in f) foreach (var o in l) s += o; return s;
}
static class Buf { public static readonly List<List<int>> Found = new(); }
