namespace InsideLabs.EventBus.Sqlite.Claims;

/// <summary>The lanes that need more from the database, and the one reload that is under way. Used under the lock of the lanes.</summary>
internal sealed class HungryLanes
{
    private const int MostAtOnce = 64;

    private readonly Queue<Lane> _hungry = [];
    private int _starving;

    /// <summary>Whether nobody knows what is due first in a lane.</summary>
    public bool AnyStarves => _starving > 0;

    /// <summary>The reload under way; null when none is.</summary>
    public ReloadUnit? Reload { get; private set; }

    public void Add(Lane lane)
    {
        if (!lane.IsHungry)
        {
            lane.IsHungry = true;
            _hungry.Enqueue(lane);
        }

        if (!lane.KnowsFirst && !lane.IsStarving)
        {
            lane.IsStarving = true;
            _starving++;
        }
    }

    /// <summary>Begins to reload some lanes, unless a reload is under way or none is hungry.</summary>
    /// <returns>The reload that was begun, to be handed to the writer; or null.</returns>
    public ReloadUnit? TryBegin(Lanes lanes)
    {
        if (Reload is not null || _hungry.Count == 0)
        {
            return null;
        }

        var next = new List<Lane>();
        while (next.Count < MostAtOnce && _hungry.TryDequeue(out var lane))
        {
            next.Add(lane);
        }

        return Reload = new ReloadUnit(lanes, next);
    }

    /// <summary>The reload has ended. A lane that it did not reach may be added again.</summary>
    public void End(IEnumerable<Lane> reloaded)
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
