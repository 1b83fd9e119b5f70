using InsideLabs.EventBus.Subscriptions;

namespace InsideLabs.EventBus;

/// <summary>How the bus of this host behaves. Validated when the host starts.</summary>
public sealed class EventBusOptions
{
    /// <summary>Whether types that no domain registered may be published. Default: false.</summary>
    public bool AllowUnregisteredTypes { get; set; }

    /// <summary>Whether subscriptions may use wildcard patterns. Default: true.</summary>
    public bool AllowWildcards { get; set; } = true;

    /// <summary>The largest payload in bytes. Default: 1 MiB. Range: 1 KiB to 64 MiB.</summary>
    public int MaxPayloadBytes { get; set; } = 1024 * 1024;

    /// <summary>Whether this host delivers by itself. Default: true.</summary>
    public bool RunDispatcher { get; set; } = true;

    /// <summary>How many deliveries may be on their way at once. Default: 128. Range: 1 to 10,000.</summary>
    public int MaxConcurrentDeliveries { get; set; } = 128;

    /// <summary>
    /// How many deliveries of one subscription may be on their way at once, so that a hanging endpoint holds no more workers
    /// than these. Default: 8. Range: 1 to <see cref="MaxConcurrentDeliveries"/>.
    /// </summary>
    public int MaxConcurrentDeliveriesPerSubscription { get; set; } = 8;

    /// <summary>How long an attempt may take: connection, request and answer. Default: 30 s. Range: 100 ms to 10 min.</summary>
    public TimeSpan DeliveryTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// How long a stopping host waits for what is on its way before it cancels it. Default: 20 s. Range: 0 to 10 min; keep it
    /// below the host's own shutdown timeout.
    /// </summary>
    public TimeSpan DrainTimeout { get; set; } = TimeSpan.FromSeconds(20);

    /// <summary>
    /// How long the dispatcher sleeps at most while a delivery waits for a later time. A clock that was set ahead, or a machine that has
    /// slept, is noticed so long after. Default: 5 s. Range: 1 s to 1 day.
    /// </summary>
    public TimeSpan ClockCheckInterval { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>The retry ladder of subscriptions that have none of their own. Default: <see cref="RetryLadder.Default"/>.</summary>
    public RetryLadder RetryDelays { get; set; } = RetryLadder.Default;

    /// <summary>
    /// How many attempts in a row must fail at one destination (scheme, host and port), by a connection error, a timeout or an answer
    /// from 500 on, before it is left alone for a while. Default: 5. Range: 1 to 1,000.
    /// </summary>
    public int CircuitThreshold { get; set; } = 5;

    /// <summary>
    /// How long a failing destination is left alone before one attempt probes it; each probe that fails doubles that. Default: 5 s.
    /// Range: 100 ms to <see cref="CircuitMaxDelay"/>.
    /// </summary>
    public TimeSpan CircuitDelay { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>The longest time that a failing destination is left alone. Default: 5 min. Range: <see cref="CircuitDelay"/> to 1 day.</summary>
    public TimeSpan CircuitMaxDelay { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>
    /// How long a subscription may fail without a success before it is disabled, if it failed <see cref="DisableAfterFailures"/> times
    /// meanwhile; null for never. Handlers in code never are. Default: 120 h. Range: 1 min to 10 years.
    /// </summary>
    public TimeSpan? DisableAfter { get; set; } = TimeSpan.FromHours(120);

    /// <summary>How many attempts must have failed before a subscription is disabled. Default: 20. Range: 1 to 1,000,000.</summary>
    public int DisableAfterFailures { get; set; } = 20;

    /// <summary>
    /// How long deliveries that were made or cancelled stay listed; null for ever. Dead ones stay until they are purged by hand.
    /// Default: 30 days. Range: 1 h to 100 years.
    /// </summary>
    public TimeSpan? KeepDeliveries { get; set; } = TimeSpan.FromDays(30);

    /// <summary>How long the audit keeps attempts; null for ever. Default: 90 days. Range: 1 h to 100 years.</summary>
    public TimeSpan? KeepAttempts { get; set; } = TimeSpan.FromDays(90);

    /// <summary>How many events may wait for an in-memory handler before <see cref="HandlerOverflow"/> acts. Default: 1,024. Range: 1 to 1,000,000.</summary>
    public int HandlerQueueCapacity { get; set; } = 1024;

    /// <summary>What happens when an in-memory handler's queue is full. Default: <see cref="HandlerOverflow.Wait"/>.</summary>
    public HandlerOverflow HandlerOverflow { get; set; }
}

/// <summary>What happens when an in-memory handler cannot keep up.</summary>
public enum HandlerOverflow
{
    /// <summary>The publisher waits for room: back-pressure, nothing is dropped.</summary>
    Wait = 0,

    /// <summary>The event is dropped for this handler alone, counted and logged; the publisher never waits.</summary>
    Drop = 1,
}
