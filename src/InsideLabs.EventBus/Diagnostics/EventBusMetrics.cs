using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace InsideLabs.EventBus.Diagnostics;

/// <summary>The instruments and the activity source of one host.</summary>
internal sealed class EventBusMetrics : IDisposable
{
    private readonly Meter _meter;
    private readonly Counter<long> _published;
    private readonly Counter<long> _duplicate;
    private readonly Counter<long> _refused;
    private readonly Counter<long> _recorded;
    private readonly Histogram<double> _publishDuration;
    private readonly Counter<long> _attempts;
    private readonly Counter<long> _deferrals;
    private readonly Histogram<double> _deliveryDuration;
    private readonly Histogram<double> _deliveryLag;
    private readonly UpDownCounter<long> _active;
    private readonly Counter<long> _handlerFailures;
    private readonly Counter<long> _handlerDrops;

    public EventBusMetrics(IMeterFactory? factory = null)
    {
        _meter = factory?.Create(EventBusDiagnostics.MeterName) ?? new Meter(EventBusDiagnostics.MeterName);
        _published = _meter.CreateCounter<long>(EventBusDiagnostics.EventsPublished, "{event}", "Events stored");
        _duplicate = _meter.CreateCounter<long>(EventBusDiagnostics.EventsDuplicate, "{event}", "Publishes of an id stored before");
        _refused = _meter.CreateCounter<long>(EventBusDiagnostics.EventsRefused, "{event}", "Publishes and recordings refused");
        _recorded = _meter.CreateCounter<long>(EventBusDiagnostics.InteractionsRecorded, "{interaction}", "Interactions recorded");
        _publishDuration = _meter.CreateHistogram<double>(EventBusDiagnostics.PublishDuration, "s", "From the call to the acknowledgement");
        _attempts = _meter.CreateCounter<long>(EventBusDiagnostics.DeliveryAttempts, "{attempt}", "Attempts that ended");
        _deferrals = _meter.CreateCounter<long>(EventBusDiagnostics.DeliveryDeferrals, "{delivery}", "Deliveries put off untried");
        _deliveryDuration = _meter.CreateHistogram<double>(EventBusDiagnostics.DeliveryDuration, "s", "One attempt");
        _deliveryLag = _meter.CreateHistogram<double>(EventBusDiagnostics.DeliveryLag, "s", "From being due to being claimed");
        _active = _meter.CreateUpDownCounter<long>(EventBusDiagnostics.DeliveriesActive, "{delivery}", "Deliveries on their way");
        _handlerFailures = _meter.CreateCounter<long>(EventBusDiagnostics.HandlerFailures, "{event}", "In-memory handlers that threw");
        _handlerDrops = _meter.CreateCounter<long>(EventBusDiagnostics.HandlerDrops, "{event}", "Events dropped for an in-memory handler");
    }

    /// <summary>The one source of spans; a listener decides whether any is made.</summary>
    public static ActivitySource Activities { get; } = new(EventBusDiagnostics.ActivitySourceName);

    /// <summary>Whether anybody wants to know how long publishes take, so that the clock has to be asked.</summary>
    public bool TimesPublishes => _publishDuration.Enabled;

    public void Published(string eventType)
    {
        if (_published.Enabled)
        {
            _published.Add(1, Tag(EventBusDiagnostics.EventTypeTag, eventType));
        }
    }

    public void Duplicate() => _duplicate.Add(1);

    public void Refused(string code) => _refused.Add(1, Tag(EventBusDiagnostics.CodeTag, code));

    public void Recorded(string resourceType, string action) => _recorded.Add(
        1,
        Tag(EventBusDiagnostics.ResourceTypeTag, resourceType),
        Tag(EventBusDiagnostics.ActionTag, action));

    public void PublishTook(TimeSpan duration) => _publishDuration.Record(duration.TotalSeconds);

    public void DeliveryStarted(string adapter, TimeSpan lag)
    {
        _active.Add(1);
        _deliveryLag.Record(Math.Max(0, lag.TotalSeconds), Tag(EventBusDiagnostics.AdapterTag, adapter));
    }

    public void DeliveryEnded() => _active.Add(-1);

    public void AttemptEnded(string adapter, string outcome, string? code, TimeSpan duration)
    {
        _attempts.Add(
            1,
            Tag(EventBusDiagnostics.AdapterTag, adapter),
            Tag(EventBusDiagnostics.OutcomeTag, outcome),
            Tag(EventBusDiagnostics.CodeTag, code));
        _deliveryDuration.Record(duration.TotalSeconds, Tag(EventBusDiagnostics.AdapterTag, adapter));
    }

    public void Deferred(string adapter, DeferralReason reason) => _deferrals.Add(
        1,
        Tag(EventBusDiagnostics.AdapterTag, adapter),
        Tag(EventBusDiagnostics.ReasonTag, reason == DeferralReason.WindowClosed ? "window_closed" : "circuit_open"));

    public void HandlerFailed(string handler) => _handlerFailures.Add(1, Tag(EventBusDiagnostics.HandlerTag, handler));

    public void HandlerDropped(string handler) => _handlerDrops.Add(1, Tag(EventBusDiagnostics.HandlerTag, handler));

    public void Dispose() => _meter.Dispose();

    private static KeyValuePair<string, object?> Tag(string name, string? value) => new(name, value);
}
