namespace InsideLabs.EventBus.Sqlite.Claims;

/// <summary>
/// A handler's delivery that the process died with runs alone among the handlers: if it kills the process again, it is known
/// which one did it. A waiting one stops the others from starting, so that it gets its turn.
/// </summary>
internal sealed class HandlerGate
{
    private int _running;
    private bool _alone;

    /// <summary>The lane whose crash-prone first delivery has the next turn.</summary>
    public Lane? Next { get; set; }

    public bool Admits(QueuedDelivery delivery, Lane lane) => !delivery.IsHandler
        || (!_alone && (Next is null || Next == lane) && (delivery.Crashes == 0 || _running == 0));

    public void Enter(QueuedDelivery delivery)
    {
        if (!delivery.IsHandler)
        {
            return;
        }

        _running++;
        _alone = delivery.Crashes > 0;
        if (_alone)
        {
            Next = null;
        }
    }

    /// <returns>Whether those that were not admitted should ask again.</returns>
    public bool Exit(QueuedDelivery delivery)
    {
        if (!delivery.IsHandler)
        {
            return false;
        }

        _running--;
        _alone = false;
        return _running == 0;
    }
}
