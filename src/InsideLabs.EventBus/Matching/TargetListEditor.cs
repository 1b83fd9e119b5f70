namespace InsideLabs.EventBus.Matching;

/// <summary>A list of targets while it changes. Removals wait until the end, so that many of them cost one pass and not one each.</summary>
internal sealed class TargetListEditor(List<int> items)
{
    private HashSet<int>? _removed;

    public int Count => items.Count - (_removed?.Count ?? 0);

    public void Add(int ordinal)
    {
        if (_removed?.Remove(ordinal) != true)
        {
            items.Add(ordinal);
        }
    }

    public void Remove(int ordinal)
    {
        if (!(_removed ??= []).Add(ordinal))
        {
            throw TargetLists.NotThere(ordinal);
        }
    }

    /// <summary>The targets that remain.</summary>
    /// <exception cref="InvalidOperationException">One was removed that is not in the list.</exception>
    public int[] ToArray()
    {
        if (_removed is not { Count: > 0 })
        {
            return [.. items];
        }

        int[] rest = [.. items.Where(o => !_removed.Contains(o))];
        return rest.Length == Count
            ? rest
            : throw TargetLists.NotThere(_removed.First(o => !items.Contains(o)));
    }
}
