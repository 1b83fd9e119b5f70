namespace InsideLabs.EventBus.Diagnostics;

/// <summary>The names under which the library can be observed. Stable: dashboards may rely on them.</summary>
public static class EventBusDiagnostics
{
    /// <summary>The <see cref="System.Diagnostics.Metrics.Meter"/>.</summary>
    public const string MeterName = "InsideLabs.EventBus";

    /// <summary>The <see cref="System.Diagnostics.ActivitySource"/>.</summary>
    public const string ActivitySourceName = "InsideLabs.EventBus";

    /// <summary>Counter: events stored. Tag <see cref="EventTypeTag"/>.</summary>
    public const string EventsPublished = "insidelabs.eventbus.events.published";

    /// <summary>Counter: publishes of an id that was stored before.</summary>
    public const string EventsDuplicate = "insidelabs.eventbus.events.duplicate";

    /// <summary>Counter: publishes and recordings that were refused. Tag <see cref="CodeTag"/>.</summary>
    public const string EventsRefused = "insidelabs.eventbus.events.refused";

    /// <summary>Counter: interactions recorded. Tags <see cref="ResourceTypeTag"/>, <see cref="ActionTag"/>.</summary>
    public const string InteractionsRecorded = "insidelabs.eventbus.interactions.recorded";

    /// <summary>Histogram, seconds: from the call to the acknowledgement.</summary>
    public const string PublishDuration = "insidelabs.eventbus.publish.duration";

    /// <summary>Counter: deliveries put off untried. Tags <see cref="AdapterTag"/>, <see cref="ReasonTag"/>.</summary>
    public const string DeliveryDeferrals = "insidelabs.eventbus.delivery.deferrals";

    /// <summary>Counter: attempts that ended. Tags <see cref="AdapterTag"/>, <see cref="OutcomeTag"/>, <see cref="CodeTag"/>.</summary>
    public const string DeliveryAttempts = "insidelabs.eventbus.delivery.attempts";

    /// <summary>Histogram, seconds: one attempt. Tag <see cref="AdapterTag"/>.</summary>
    public const string DeliveryDuration = "insidelabs.eventbus.delivery.duration";

    /// <summary>Histogram, seconds: from being due to being claimed. Tag <see cref="AdapterTag"/>.</summary>
    public const string DeliveryLag = "insidelabs.eventbus.delivery.lag";

    /// <summary>Up-down counter: deliveries on their way now.</summary>
    public const string DeliveriesActive = "insidelabs.eventbus.deliveries.active";

    /// <summary>Counter: in-memory handlers that threw. Tag <see cref="HandlerTag"/>.</summary>
    public const string HandlerFailures = "insidelabs.eventbus.handler.failures";

    /// <summary>Counter: events dropped because an in-memory handler's queue was full. Tag <see cref="HandlerTag"/>.</summary>
    public const string HandlerDrops = "insidelabs.eventbus.handler.drops";

    /// <summary>Tag: the event type.</summary>
    public const string EventTypeTag = "insidelabs.event.type";

    /// <summary>Tag: the event id, on spans only.</summary>
    public const string EventIdTag = "insidelabs.event.id";

    /// <summary>Tag: the interaction's id, on spans only.</summary>
    public const string InteractionIdTag = "insidelabs.interaction.id";

    /// <summary>Tag: the mnemonic of the interaction's resource type.</summary>
    public const string ResourceTypeTag = "insidelabs.resource.type";

    /// <summary>Tag: the mnemonic of the interaction's action.</summary>
    public const string ActionTag = "insidelabs.action";

    /// <summary>Tag: the adapter.</summary>
    public const string AdapterTag = "insidelabs.adapter";

    /// <summary>Tag: why a delivery was put off: <c>window_closed</c> or <c>circuit_open</c>.</summary>
    public const string ReasonTag = "insidelabs.reason";

    /// <summary>Tag: the attempt's outcome.</summary>
    public const string OutcomeTag = "insidelabs.outcome";

    /// <summary>Tag: a code of <see cref="Errors.ErrorCodes"/>.</summary>
    public const string CodeTag = "insidelabs.code";

    /// <summary>Tag: the handler's pattern.</summary>
    public const string HandlerTag = "insidelabs.handler";

    /// <summary>Tag: the subscription, on spans only.</summary>
    public const string SubscriptionIdTag = "insidelabs.subscription.id";

    /// <summary>Tag: the delivery, on spans only.</summary>
    public const string DeliveryIdTag = "insidelabs.delivery.id";

    /// <summary>Tag: the number of the attempt, on spans only.</summary>
    public const string AttemptTag = "insidelabs.attempt";
}
