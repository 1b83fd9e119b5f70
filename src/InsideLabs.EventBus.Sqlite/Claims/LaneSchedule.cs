using System.Diagnostics.CodeAnalysis;

namespace InsideLabs.EventBus.Sqlite.Claims;

/// <summary>
/// Whose turn it is. Lanes with something due take turns; the others wait sorted by time. A lane is looked at when it changed
/// or its time has come, never all lanes for one claim.
/// </summary>
/// <param name="gate">Lets handlers' deliveries start.</param>
/// <param name="feed">Told of a lane that needs more from the database.</param>
/// <param name="forget">Told of a lane that is empty for good.</param>
internal sealed class LaneSchedule(HandlerGate gate, Action<Lane> feed, Action<Lane> forget)
{
    private readonly Queue<Lane> _changed = [];
    private readonly Queue<Lane> _ready = [];
    private readonly List<Lane> _parked = [];
    private readonly SortedSet<Lane> _waiting = new(Comparer<Lane>.Create(static (left, right) =>
        left.WakeAt != right.WakeAt ? left.WakeAt.CompareTo(right.WakeAt) : left.SubscriptionId.CompareTo(right.SubscriptionId)));

    private long _now;
    private int _mostInFlight;

    /// <summary>Begins a claim at an instant. Afterwards <see cref="TryNext"/> gives the lanes in turn.</summary>
    public void Begin(long now, int mostInFlight, IEnumerable<Lane> all)
    {
        _now = now;
        if (mostInFlight != _mostInFlight)
        {
            _mostInFlight = mostInFlight;
            foreach (var lane in all)
            {
                Changed(lane);
            }
        }

        while (_waiting.Min is { } lane && lane.WakeAt <= now)
        {
            Changed(lane);
        }
    }

    /// <summary>Something about the lane changed that may let it give a delivery, now or later, or keep it from it.</summary>
    public void Changed(Lane lane)
    {
        switch (lane.Place)
        {
            case LanePlace.Changed:
            case LanePlace.Ready:
                return;
            case LanePlace.Waiting:
                _waiting.Remove(lane);
                break;
            case LanePlace.Parked:
                _parked.Remove(lane);
                break;
        }

        lane.Place = LanePlace.Changed;
        _changed.Enqueue(lane);
    }

    /// <summary>The next lane whose first delivery may be claimed now. Give it back to <see cref="Sort"/> afterwards.</summary>
    public bool TryNext([NotNullWhen(true)] out Lane? next)
    {
        while (true)
        {
            SortChanged();
            if (!_ready.TryDequeue(out next))
            {
                return false;
            }

            next.Place = LanePlace.Nowhere;
            if (!IsReady(next))
            {
                Sort(next);
            }
            else if (gate.Admits(next.Waiting.First, next))
            {
                return true;
            }
            else
            {
                Park(next);
            }
        }
    }

    /// <summary>When the next delivery is due that a claim could give, in UTC ticks; null when none waits for time.</summary>
    public long? NextDueAt()
    {
        SortChanged();
        while (_ready.TryPeek(out var lane))
        {
            if (IsReady(lane) && gate.Admits(lane.Waiting.First, lane))
            {
                return lane.Waiting.First.DueAt;
            }

            _ready.Dequeue();
            lane.Place = LanePlace.Nowhere;
            if (IsReady(lane))
            {
                Park(lane);
            }
            else
            {
                Sort(lane);
                SortChanged();
            }
        }

        return _waiting.Min?.WakeAt;
    }

    /// <summary>Puts a lane where it belongs.</summary>
    public void Sort(Lane lane)
    {
        lane.Place = LanePlace.Nowhere;
        if (lane is { Waiting.Count: 0, HasMore: false, InFlight: 0, IsHungry: false })
        {
            forget(lane);
        }
        else if (!lane.IsHeld && lane.InFlight < _mostInFlight)
        {
            feed(lane);
            if (IsReady(lane))
            {
                lane.Place = LanePlace.Ready;
                _ready.Enqueue(lane);
            }
            else if (lane.KnowsFirst)
            {
                lane.Place = LanePlace.Waiting;
                lane.WakeAt = lane.Waiting.First.DueAt;
                _waiting.Add(lane);
            }
        }

        // The turn is for a crash-prone delivery that can start; when it was cancelled or held, the others need not wait for it.
        if (gate.Next == lane && !(lane.Place == LanePlace.Ready && lane.Waiting.First.Crashes > 0))
        {
            gate.Next = null;
            Unpark();
        }
    }

    /// <summary>Lets the lanes ask again that had to wait for a handler.</summary>
    public void Unpark()
    {
        foreach (var lane in _parked)
        {
            lane.Place = LanePlace.Changed;
            _changed.Enqueue(lane);
        }

        _parked.Clear();
    }

    private void SortChanged()
    {
        while (_changed.TryDequeue(out var lane))
        {
            Sort(lane);
        }
    }

    private void Park(Lane lane)
    {
        lane.Place = LanePlace.Parked;
        _parked.Add(lane);
        if (lane.Waiting.First.Crashes > 0)
        {
            gate.Next ??= lane;
        }
    }

    private bool IsReady(Lane lane) =>
        !lane.IsHeld && lane.InFlight < _mostInFlight && lane.KnowsFirst && lane.Waiting.First.DueAt <= _now;
}
