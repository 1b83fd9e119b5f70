using InsideLabs.EventBus.Deliveries;
using InsideLabs.EventBus.Occurrences;

namespace InsideLabs.EventBus.InMemory;

/// <summary>The occurrences, each with the deliveries it caused; bodies are kept by reference.</summary>
internal sealed class OccurrenceTable
{
    private readonly Dictionary<string, NewOccurrence> _byId = new(StringComparer.Ordinal);

    public Occurrence? Find(string id) => _byId.GetValueOrDefault(id)?.Occurrence;

    public void Add(NewOccurrence item) => _byId.Add(item.Occurrence.Id, item);

    /// <summary>What a commit would come to. An item may also repeat, or contradict, an earlier one of the same commit.</summary>
    public Judgement Judge(IReadOnlyList<NewOccurrence> items)
    {
        var (receipts, conflicts) = (new List<CommitReceipt>(), new List<int>());
        var additions = new Dictionary<string, NewOccurrence>(StringComparer.Ordinal);
        for (var i = 0; i < items.Count; i++)
        {
            var id = items[i].Occurrence.Id;
            var first = _byId.GetValueOrDefault(id) ?? additions.GetValueOrDefault(id);
            if (first is null)
            {
                additions.Add(id, items[i]);
                receipts.Add(new CommitReceipt(items[i].Deliveries.Count, IsDuplicate: false));
            }
            else if (first.Occurrence.HasSameContent(items[i].Occurrence))
            {
                receipts.Add(new CommitReceipt(first.Deliveries.Count, IsDuplicate: true));
            }
            else
            {
                conflicts.Add(i);
            }
        }

        return new Judgement(receipts, conflicts, additions.Values);
    }

    /// <param name="Receipts">One for each item, valid when nothing conflicts.</param>
    /// <param name="Conflicts">The indexes of the items whose id stands for other content.</param>
    /// <param name="Additions">The items that are new.</param>
    internal readonly record struct Judgement(
        IReadOnlyList<CommitReceipt> Receipts,
        IReadOnlyList<int> Conflicts,
        IReadOnlyCollection<NewOccurrence> Additions);
}
