using System.Collections.Concurrent;
using InsideLabs.EventBus.Mutations.Contract;
using InsideLabs.EventBus.Mutations.Wire;

namespace InsideLabs.EventBus.Mutations.Load;

/// <summary>Counts what was sent and what came back, and keeps the breaches with the bytes that made them.</summary>
internal sealed class Tally
{
    private const int BreachesKept = 20;

    private readonly ConcurrentDictionary<(string Operation, int Class), int> _answers = new();
    private readonly ConcurrentDictionary<string, Breach> _breaches = new(StringComparer.Ordinal);
    private int _requests;
    private int _valid;
    private int _broken;

    /// <summary>A breach of the contract: what came back, for what, and how often the like of it was seen.</summary>
    public sealed record Breach(string What, WireRequest? Request, int Times);

    public int Requests => _requests;

    public int Valid => _valid;

    public int Broken => _broken;

    public IReadOnlyCollection<Breach> Breaches => [.. _breaches.Values];

    public void Count(Operation? operation, WireAnswer answer, bool isValid)
    {
        Interlocked.Increment(ref _requests);
        if (isValid)
        {
            Interlocked.Increment(ref _valid);
        }

        _answers.AddOrUpdate((operation?.Name ?? "(garbage)", answer.Status / 100), 1, static (_, n) => n + 1);
    }

    public void Add(string what, Operation? operation, WireRequest? request)
    {
        Interlocked.Increment(ref _broken);

        // One of a kind is enough to see the defect: the beginning of the text tells the kind.
        var kind = $"{operation?.Name} {what[..Math.Min(40, what.Length)]}";
        if (_breaches.Count < BreachesKept || _breaches.ContainsKey(kind))
        {
            _breaches.AddOrUpdate(
                kind,
                _ => new Breach($"{operation?.Name ?? "(garbage)"}: {what}", request, 1),
                (_, known) => known with { Times = known.Times + 1 });
        }
    }

    /// <summary>How often an operation succeeded.</summary>
    public int Successes(string operation) => _answers.GetValueOrDefault((operation, 2));

    /// <summary>The answers by class: 0 stands for none.</summary>
    public string Classes() => string.Join(", ", _answers.GroupBy(a => a.Key.Class).OrderBy(g => g.Key).Select(g => $"{(g.Key == 0 ? "none" : $"{g.Key}xx")} {g.Sum(a => a.Value)}"));

    public IEnumerable<string> Table(IEnumerable<Operation> operations) => operations.Select(o => o.Name).Append("(garbage)").Select(name =>
        $"  {name,-45} 2xx {_answers.GetValueOrDefault((name, 2)),7}   4xx {_answers.GetValueOrDefault((name, 4)),7}   none {_answers.GetValueOrDefault((name, 0)),6}");
}
