namespace InsideLabs.EventBus.Sqlite.Claims;

/// <summary>
/// The lanes that need more from the database than they hold in memory, and the one reload that is under way. Its owner locks.
/// </summary>
internal sealed class HungryLanes
{
    private const int MostReloadedAtOnce = 64;

    private readonly Queue<Lane> _hungry = [];
    private int _starving;

    /// <summary>The reload that is under way, or null.</summary>
    public ReloadUnit? Reload { get; private set; }

    /// <summary>Whether a lane holds nothing although the database does.</summary>
    public bool AnyStarving => _starving > 0;

    public void Add(Lane lane)
    {
        if (!lane.IsHungry)
        {
            lane.IsHungry = true;
            _hungry.Enqueue(lane);
        }

        if (lane.Waiting.Count == 0 && !lane.IsStarving)
        {
            lane.IsStarving = true;
            _starving++;
        }
    }

    /// <summary>Begins to reload those who have waited longest, unless a reload is under way already.</summary>
    /// <param name="lanes">Whose lanes they are.</param>
    /// <returns>What to admit, or null.</returns>
    public ReloadUnit? BeginReload(Lanes lanes)
    {
        if (Reload is not null || _hungry.Count == 0)
        {
            return null;
        }

        var next = new List<Lane>();
        while (next.Count < MostReloadedAtOnce && _hungry.TryDequeue(out var lane))
        {
            next.Add(lane);
        }

        return Reload = new ReloadUnit(lanes, next);
    }

    /// <summary>A reload has ended; a lane that it did not reach may be added again.</summary>
    public void EndReload(IEnumerable<Lane> reloaded)
    {
        Reload = null;
        foreach (var lane in reloaded)
        {
            lane.IsHungry = false;
            if (lane.IsStarving)
            {
                lane.IsStarving = false;
                _starving--;
            }
        }
    }
}
