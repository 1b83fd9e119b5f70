using InsideLabs.EventBus.Sqlite.Subscriptions;

namespace InsideLabs.EventBus.Sqlite.Claims;

/// <summary>
/// The claimed deliveries. One that was cancelled meanwhile stays until its send has ended, but no longer counts as being in
/// work. Used under the lock of the lanes.
/// </summary>
internal sealed class ClaimTable
{
    private readonly Dictionary<Guid, QueuedDelivery> _byId = [];

    /// <summary>How many are in work that were never tried before.</summary>
    public long Untried { get; private set; }

    /// <summary>How many are in work that were tried before.</summary>
    public long Tried { get; private set; }

    public IEnumerable<Guid> Ids => _byId.Keys;

    public IEnumerable<QueuedDelivery> All => _byId.Values;

    public bool Contains(Guid id) => _byId.ContainsKey(id);

    public QueuedDelivery? Find(Guid id) => _byId.GetValueOrDefault(id);

    public void Add(QueuedDelivery claim)
    {
        _byId.Add(claim.Id, claim);
        Count(claim, 1);
    }

    public void Remove(QueuedDelivery claim)
    {
        _byId.Remove(claim.Id);
        if (!claim.IsCancelled)
        {
            Count(claim, -1);
        }
    }

    public void Cancel(QueuedDelivery claim)
    {
        if (!claim.IsCancelled)
        {
            Count(claim, -1);
            claim.IsCancelled = true;
        }
    }

    public void CancelAll(Lane lane)
    {
        foreach (var claim in _byId.Values.Where(c => c.Lane == lane))
        {
            Cancel(claim);
        }
    }

    public void Replan(Lane lane, Replanning replanning)
    {
        foreach (var claim in _byId.Values.Where(c => c.Lane == lane))
        {
            // Only what was cancelled is unknown there, and that is not due any more.
            claim.DueAt = replanning.Find(claim.RetryAt) ?? claim.DueAt;
        }
    }

    private void Count(QueuedDelivery claim, int change)
    {
        if (claim.Attempts > 0)
        {
            Tried += change;
        }
        else
        {
            Untried += change;
        }
    }
}
