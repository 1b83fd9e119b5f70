using System.Collections;

namespace InsideLabs.EventBus.Errors;

/// <summary>Collects every fault of one input, so that its author hears of all of them at once.</summary>
public sealed class FaultList : IReadOnlyList<Fault>
{
    private readonly List<Fault> _faults = [];

    /// <inheritdoc/>
    public int Count => _faults.Count;

    /// <inheritdoc/>
    public Fault this[int index] => _faults[index];

    /// <summary>Adds a fault.</summary>
    /// <param name="field">The path of the offending field.</param>
    /// <param name="code">A stable code from <see cref="ErrorCodes"/>.</param>
    /// <param name="message">The value and the way out.</param>
    public void Add(string field, string code, string message) => Add(new Fault(field, code, message));

    internal void Add(Fault fault) => _faults.Add(fault);

    /// <summary>Whether a field was found faulty, at an index or later.</summary>
    internal bool Names(string field, int from = 0) => _faults.FindIndex(from, f => string.Equals(f.Field, field, StringComparison.Ordinal)) >= 0;

    /// <summary>Adds those whose field was not found faulty before, at an index or later; one field may bring several.</summary>
    internal void AddUnnamed(IEnumerable<Fault> found, int from) => _faults.AddRange([.. found.Where(f => !Names(f.Field, from))]);

    /// <summary>Orders the faults from an index on by a rank; equal ranks keep their order.</summary>
    internal void Sort(int from, Func<Fault, int> rank)
    {
        if (_faults.Count - from > 1)
        {
            Fault[] ordered = [.. _faults.Skip(from).OrderBy(rank)];
            _faults.RemoveRange(from, ordered.Length);
            _faults.AddRange(ordered);
        }
    }

    /// <summary>Throws when anything was collected.</summary>
    /// <exception cref="EventBusValidationException">At least one fault was collected.</exception>
    public void ThrowIfAny()
    {
        if (_faults.Count > 0)
        {
            throw new EventBusValidationException(_faults);
        }
    }

    /// <inheritdoc/>
    public IEnumerator<Fault> GetEnumerator() => _faults.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
