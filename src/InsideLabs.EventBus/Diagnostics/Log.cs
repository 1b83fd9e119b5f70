using Microsoft.Extensions.Logging;

namespace InsideLabs.EventBus.Diagnostics;

/// <summary>Every log event of the core. Ids are numbered by area, unique and never used again.</summary>
internal static partial class Log
{
    // 1000 Subscribing
    [LoggerMessage(1000, LogLevel.Information, "Subscription {SubscriptionId} created: {Adapter}, {Patterns} patterns")]
    public static partial void SubscriptionCreated(ILogger logger, Guid subscriptionId, string adapter, int patterns);

    [LoggerMessage(1001, LogLevel.Information, "Subscription {SubscriptionId} deleted; its queued deliveries are cancelled")]
    public static partial void SubscriptionDeleted(ILogger logger, Guid subscriptionId);

    [LoggerMessage(1002, LogLevel.Warning, "Subscription {SubscriptionId} disabled: its endpoint says that it is gone; resume it to try again")]
    public static partial void SubscriptionDisabled(ILogger logger, Guid subscriptionId);

    [LoggerMessage(1003, LogLevel.Error, "The secrets of {Unreadable} of the first {Looked} subscriptions, such as {SubscriptionId}, cannot be read; their deliveries will fail. Give this process the key they were stored with, or rotate them and write their credentials again")]
    public static partial void SecretsUnreadable(ILogger logger, Exception exception, int unreadable, int looked, Guid subscriptionId);

    [LoggerMessage(1004, LogLevel.Warning, "Subscription {SubscriptionId} disabled: {Failures} attempts failed since {Since:O} and none succeeded; resume it to try again")]
    public static partial void SubscriptionFailing(ILogger logger, Guid subscriptionId, int failures, DateTimeOffset since);

    [LoggerMessage(1005, LogLevel.Error, "The time zone {TimeZone} cannot be resolved on this machine: delivery schedules in it are not heeded. Install the time zone database (tzdata)")]
    public static partial void TimeZoneDataMissing(ILogger logger, string timeZone);

    // 2000 Publishing
    [LoggerMessage(2000, LogLevel.Debug, "Event {EventId} ({EventType}) stored with {Deliveries} deliveries")]
    public static partial void EventPublished(ILogger logger, string eventId, string eventType, int deliveries);

    [LoggerMessage(2001, LogLevel.Debug, "Event {EventId} ({EventType}) was published before; nothing to do")]
    public static partial void EventDuplicate(ILogger logger, string eventId, string eventType);

    [LoggerMessage(2002, LogLevel.Debug, "Interaction {InteractionId} ({ResourceType} {Action}) recorded with {Deliveries} deliveries")]
    public static partial void InteractionRecorded(ILogger logger, Guid interactionId, string resourceType, string action, int deliveries);

    // 3000 Dispatching
    [LoggerMessage(3000, LogLevel.Information, "Dispatcher started: {Workers} deliveries at once, {PerSubscription} per subscription")]
    public static partial void DispatcherStarted(ILogger logger, int workers, int perSubscription);

    [LoggerMessage(3001, LogLevel.Information, "Dispatcher stopped; {Released} deliveries were given back untried")]
    public static partial void DispatcherStopped(ILogger logger, int released);

    [LoggerMessage(3002, LogLevel.Error, "Claiming failed; the next try is in {Delay}")]
    public static partial void ClaimFailed(ILogger logger, Exception exception, TimeSpan delay);

    [LoggerMessage(3003, LogLevel.Error, "The outcome of delivery {DeliveryId} cannot be stored; claiming stops until it is, next try in {Delay}")]
    public static partial void SettleFailed(ILogger logger, Exception exception, Guid deliveryId, TimeSpan delay);

    [LoggerMessage(3004, LogLevel.Error, "The outcome of delivery {DeliveryId} ({Outcome}) was not stored before shutdown; it will be delivered again")]
    public static partial void SettlementLost(ILogger logger, Guid deliveryId, string outcome);

    [LoggerMessage(3005, LogLevel.Warning, "Delivery {DeliveryId} was settled by a worker that no longer owned it; recorded as stale")]
    public static partial void SettlementStale(ILogger logger, Guid deliveryId);

    [LoggerMessage(3006, LogLevel.Information, "Delivery {DeliveryId} to {SubscriptionId} failed at attempt {Attempt} ({Code}); next attempt at {DueAt:O}")]
    public static partial void AttemptFailed(ILogger logger, Guid deliveryId, Guid subscriptionId, int attempt, string code, DateTimeOffset dueAt);

    [LoggerMessage(3007, LogLevel.Warning, "Delivery {DeliveryId} to {SubscriptionId} is dead after attempt {Attempt}: {Code}")]
    public static partial void DeliveryDead(ILogger logger, Guid deliveryId, Guid subscriptionId, int attempt, string code);

    [LoggerMessage(3008, LogLevel.Error, "The adapter {Adapter} threw instead of returning a result")]
    public static partial void AdapterThrew(ILogger logger, Exception exception, string adapter);

    [LoggerMessage(3009, LogLevel.Critical, "The dispatcher ended unexpectedly; nothing is delivered until the host restarts")]
    public static partial void DispatcherFailed(ILogger logger, Exception exception);

    [LoggerMessage(3010, LogLevel.Error, "Delivery {DeliveryId} ended unexpectedly; its claim stays until the host restarts")]
    public static partial void DeliveryFailed(ILogger logger, Exception exception, Guid deliveryId);

    [LoggerMessage(3011, LogLevel.Error, "Delivery {DeliveryId} ended unexpectedly and is given back; the call that processes by hand begins no more")]
    public static partial void DeliveryReturned(ILogger logger, Exception exception, Guid deliveryId);

    [LoggerMessage(3012, LogLevel.Error, "The adapter {Adapter} threw instead of returning a result; its text held a secret and is shown without: {Failure}")]
    public static partial void AdapterThrewSecret(ILogger logger, string adapter, string failure);

    [LoggerMessage(3013, LogLevel.Error, "What delivery {DeliveryId} needs cannot be read from the store; the next try is in {Delay}")]
    public static partial void CatchUpFailed(ILogger logger, Exception exception, Guid deliveryId, TimeSpan delay);

    [LoggerMessage(3014, LogLevel.Debug, "Delivery {DeliveryId} to {SubscriptionId} is put off untried ({Reason}) until {DueAt:O}")]
    public static partial void DeliveryDeferred(ILogger logger, Guid deliveryId, Guid subscriptionId, DeferralReason reason, DateTimeOffset dueAt);

    [LoggerMessage(3015, LogLevel.Warning, "{Destination} fails again and again and is left alone for {Delay}; deliveries to it wait without using attempts")]
    public static partial void CircuitOpened(ILogger logger, string destination, TimeSpan delay);

    [LoggerMessage(3016, LogLevel.Information, "{Destination} takes deliveries again")]
    public static partial void CircuitClosed(ILogger logger, string destination);

    [LoggerMessage(3017, LogLevel.Error, "The time zone {TimeZone} of subscription {SubscriptionId} cannot be resolved on this machine; its deliveries are made at any time")]
    public static partial void TimeZoneMissing(ILogger logger, string timeZone, Guid subscriptionId);

    // 4000 Handlers
    [LoggerMessage(4000, LogLevel.Error, "The handler of {Pattern} threw at event {EventId} ({EventType})")]
    public static partial void HandlerThrew(ILogger logger, Exception exception, string pattern, string eventId, string eventType);

    [LoggerMessage(4001, LogLevel.Warning, "The handler of {Pattern} cannot keep up: event {EventId} ({EventType}) was dropped for it")]
    public static partial void HandlerDropped(ILogger logger, string pattern, string eventId, string eventType);

    [LoggerMessage(4002, LogLevel.Warning, "{Count} events were still waiting for in-memory handlers at shutdown and are lost to them")]
    public static partial void HandlersCut(ILogger logger, int count);

    // 5000 Configuring
    [LoggerMessage(5000, LogLevel.Information, "The {Kind} {Id} was {Change}")]
    public static partial void ReferenceChanged(ILogger logger, string kind, Guid id, string change);

    [LoggerMessage(5001, LogLevel.Information, "The subscriber {SubscriberId} was {Change}")]
    public static partial void SubscriberChanged(ILogger logger, Guid subscriberId, string change);

    [LoggerMessage(5002, LogLevel.Information, "The global setting {Key} was {Change}")]
    public static partial void GlobalSettingChanged(ILogger logger, string key, string change);

    [LoggerMessage(5003, LogLevel.Information, "The settings of {Adapter} were {Change}")]
    public static partial void AdapterSettingsChanged(ILogger logger, string adapter, string change);

    [LoggerMessage(5004, LogLevel.Information, "The secret {Name} was {Change}")]
    public static partial void SecretChanged(ILogger logger, string name, string change);

    [LoggerMessage(5005, LogLevel.Error, "{Unreadable} secrets and settings cannot be read, such as {Name}; deliveries that need them will fail. Give this process the key they were stored with, or write them again")]
    public static partial void SettingsUnreadable(ILogger logger, Exception exception, int unreadable, string name);

    // 7000 Purging
    [LoggerMessage(7000, LogLevel.Information, "Retention removed {Deliveries} deliveries and {Attempts} attempts")]
    public static partial void RetentionRan(ILogger logger, long deliveries, long attempts);

    [LoggerMessage(7001, LogLevel.Error, "Retention could not run; the next run is in {Delay}")]
    public static partial void RetentionFailed(ILogger logger, Exception exception, TimeSpan delay);

    [LoggerMessage(7002, LogLevel.Warning, "The clock moved by {Wall} while {Elapsed} went by: it was set. What is removed by age follows the new time, a day's worth in each hour")]
    public static partial void ClockJumped(ILogger logger, TimeSpan wall, TimeSpan elapsed);
}
