using InsideLabs.EventBus.Events;

namespace InsideLabs.EventBus.Tests.Matching;

/// <summary>
/// The textbook trie: a node for each segment, its children in a dictionary. Plain enough to be believed, so it is what the
/// index is compared with, and a fair contender, so it is what the benchmarks measure against: it looks segments up without
/// making strings of them, and gives its lists of targets without copying them.
/// </summary>
internal sealed class SegmentTrie
{
    private readonly Node _root = new();

    public void Add(EventPattern pattern, int target)
    {
        var node = _root;
        foreach (var segment in pattern.Literal.ToString().Split('.'))
        {
            node.Children ??= new Dictionary<string, Node>(StringComparer.Ordinal);
            if (!node.Children.TryGetValue(segment, out var child))
            {
                node.Children[segment] = child = new Node();
            }

            node = child;
        }

        (pattern.IsWildcard ? node.Below ??= [] : node.Exact ??= []).Add(target);
    }

    public void Remove(EventPattern pattern, int target)
    {
        var node = _root;
        foreach (var segment in pattern.Literal.ToString().Split('.'))
        {
            node = node.Children![segment];
        }

        (pattern.IsWildcard ? node.Below : node.Exact)!.Remove(target);
    }

    /// <summary>Collects the lists of those who want a type.</summary>
    public void Match(ReadOnlySpan<char> type, List<List<int>> found)
    {
        found.Clear();
        var node = _root;
        var rest = type;
        while (node.Children is not null)
        {
            var dot = rest.IndexOf('.');
            var segment = dot < 0 ? rest : rest[..dot];
            if (!node.Children.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(segment, out var child))
            {
                return;
            }

            node = child;
            var targets = dot < 0 ? node.Exact : node.Below;
            if (targets is not null)
            {
                found.Add(targets);
            }

            if (dot < 0)
            {
                return;
            }

            rest = rest[(dot + 1)..];
        }
    }

    private sealed class Node
    {
        public Dictionary<string, Node>? Children { get; set; }

        public List<int>? Below { get; set; }

        public List<int>? Exact { get; set; }
    }
}
