using InsideLabs.EventBus.Deliveries;
using InsideLabs.EventBus.Occurrences;

namespace InsideLabs.EventBus.InMemory;

/// <summary>The occurrences, each with the deliveries it caused; bodies are kept by reference.</summary>
internal sealed class OccurrenceTable
{
    private readonly Dictionary<string, NewOccurrence> _byId = new(StringComparer.Ordinal);
    private long _lastNumber;

    public Occurrence? Find(string id) => _byId.GetValueOrDefault(id)?.Occurrence;

    public void Add(NewOccurrence item)
    {
        _byId.Add(item.Occurrence.Id, item);
        _lastNumber = NumberOf(item.Occurrence) ?? _lastNumber;
    }

    /// <summary>
    /// What a commit would come to. An item may also repeat, or contradict, an earlier one of the same commit. New interactions
    /// have the numbers that they keep if they are added.
    /// </summary>
    public Judgement Judge(IReadOnlyList<NewOccurrence> items)
    {
        var (receipts, conflicts) = (new List<CommitReceipt>(), new List<int>());
        var additions = new Dictionary<string, NewOccurrence>(StringComparer.Ordinal);
        var number = _lastNumber;
        for (var i = 0; i < items.Count; i++)
        {
            var id = items[i].Occurrence.Id;
            var first = _byId.GetValueOrDefault(id) ?? additions.GetValueOrDefault(id);
            if (first is null)
            {
                var isInteraction = items[i].Occurrence.Kind == OccurrenceKind.Interaction;
                first = isInteraction ? items[i] with { Occurrence = items[i].Occurrence.WithNumber(++number) } : items[i];
                additions.Add(id, first);
                receipts.Add(Receipt(first, isDuplicate: false));
            }
            else if (first.Occurrence.HasSameContent(items[i].Occurrence))
            {
                receipts.Add(Receipt(first, isDuplicate: true));
            }
            else
            {
                conflicts.Add(i);
            }
        }

        return new Judgement(receipts, conflicts, additions.Values);
    }

    private static CommitReceipt Receipt(NewOccurrence stored, bool isDuplicate) =>
        new(stored.Deliveries.Count, isDuplicate, NumberOf(stored.Occurrence));

    private static long? NumberOf(Occurrence occurrence) =>
        occurrence.Kind == OccurrenceKind.Interaction ? occurrence.Interaction.Number : null;

    /// <param name="Receipts">One for each item, valid when nothing conflicts.</param>
    /// <param name="Conflicts">The indexes of the items whose id stands for other content.</param>
    /// <param name="Additions">The items that are new.</param>
    internal readonly record struct Judgement(
        IReadOnlyList<CommitReceipt> Receipts,
        IReadOnlyList<int> Conflicts,
        IReadOnlyCollection<NewOccurrence> Additions);
}
