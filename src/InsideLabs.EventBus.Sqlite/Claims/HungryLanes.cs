namespace InsideLabs.EventBus.Sqlite.Claims;

<<<<<<< HEAD
/// <summary>
/// The lanes that need more from the database than they hold in memory, and the one reload that is under way. Its owner locks.
/// </summary>
internal sealed class HungryLanes
{
    private const int MostReloadedAtOnce = 64;
=======
/// <summary>The lanes that need more from the database, and the one reload that is under way. Used under the lock of the lanes.</summary>
internal sealed class HungryLanes
{
    private const int MostAtOnce = 64;
>>>>>>> sqlite

    private readonly Queue<Lane> _hungry = [];
    private int _starving;

<<<<<<< HEAD
    /// <summary>The reload that is under way, or null.</summary>
    public ReloadUnit? Reload { get; private set; }

    /// <summary>Whether a lane holds nothing although the database does.</summary>
    public bool AnyStarving => _starving > 0;
=======
    /// <summary>Whether a lane has nothing left in memory, so that nobody knows what is due first in it.</summary>
    public bool AnyStarves => _starving > 0;

    /// <summary>The reload under way; null when none is.</summary>
    public ReloadUnit? Reload { get; private set; }
>>>>>>> sqlite

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

<<<<<<< HEAD
    /// <summary>Begins to reload those who have waited longest, unless a reload is under way already.</summary>
    /// <param name="lanes">Whose lanes they are.</param>
    /// <returns>What to admit, or null.</returns>
    public ReloadUnit? BeginReload(Lanes lanes)
=======
    /// <summary>Begins to reload some lanes, unless a reload is under way or none is hungry.</summary>
    /// <returns>The reload that was begun, to be handed to the writer; or null.</returns>
    public ReloadUnit? TryBegin(Lanes lanes)
>>>>>>> sqlite
    {
        if (Reload is not null || _hungry.Count == 0)
        {
            return null;
        }

        var next = new List<Lane>();
<<<<<<< HEAD
        while (next.Count < MostReloadedAtOnce && _hungry.TryDequeue(out var lane))
=======
        while (next.Count < MostAtOnce && _hungry.TryDequeue(out var lane))
>>>>>>> sqlite
        {
            next.Add(lane);
        }

        return Reload = new ReloadUnit(lanes, next);
    }

<<<<<<< HEAD
    /// <summary>A reload has ended; a lane that it did not reach may be added again.</summary>
    public void EndReload(IEnumerable<Lane> reloaded)
=======
    /// <summary>The reload has ended. A lane that it did not reach may be added again.</summary>
    public void End(IEnumerable<Lane> reloaded)
>>>>>>> sqlite
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
