using Microsoft.Extensions.Logging;

namespace InsideLabs.EventBus.AspNetCore.Receiving;

/// <summary>Every log event of the receiving side. Ids from 6000 on, unique and never used again.</summary>
internal static partial class ReceiverLog
{
    [LoggerMessage(6000, LogLevel.Debug, "Delivery {DeliveryId} ({EventType}, event {EventId}) handled at attempt {Attempt}")]
    public static partial void Handled(ILogger logger, string deliveryId, string eventType, string eventId, int attempt);

    [LoggerMessage(6001, LogLevel.Debug, "Delivery {DeliveryId} ({EventType}) was handled before; nothing to do")]
    public static partial void Duplicate(ILogger logger, string deliveryId, string eventType);

    [LoggerMessage(6002, LogLevel.Warning, "No handler takes {EventType}: delivery {DeliveryId} is answered with 200 and forgotten. Handle the type, or narrow the subscription")]
    public static partial void NoHandler(ILogger logger, string eventType, string deliveryId);

    [LoggerMessage(6003, LogLevel.Warning, "Delivery {DeliveryId} refused with {Status} ({Code})")]
    public static partial void Refused(ILogger logger, string? deliveryId, int status, string? code);

    [LoggerMessage(6004, LogLevel.Error, "The handler threw at delivery {DeliveryId} ({EventType}, event {EventId}); it will come again")]
    public static partial void HandlerThrew(ILogger logger, Exception exception, string deliveryId, string eventType, string eventId);

    [LoggerMessage(6005, LogLevel.Information, "The handler asks for delivery {DeliveryId} ({EventType}) to come again later: {Reason}")]
    public static partial void RetryLater(ILogger logger, string deliveryId, string eventType, string reason);

    [LoggerMessage(6006, LogLevel.Error, "The store could not do its work for delivery {DeliveryId}; it will come again")]
    public static partial void StoreFailed(ILogger logger, Exception exception, string? deliveryId);

    [LoggerMessage(6007, LogLevel.Debug, "The sender of delivery {DeliveryId} did not wait; nothing was committed, and it will come again")]
    public static partial void SenderGone(ILogger logger, string? deliveryId);

    [LoggerMessage(6008, LogLevel.Warning, "OnDuplicate threw at delivery {DeliveryId}; it is answered with 200 all the same")]
    public static partial void DuplicateHookThrew(ILogger logger, Exception exception, string deliveryId);

    [LoggerMessage(6009, LogLevel.Error, "Delivery {DeliveryId} could not be received; it will come again")]
    public static partial void Failed(ILogger logger, Exception exception, string? deliveryId);

    [LoggerMessage(6010, LogLevel.Debug, "{Count} receipts begun before {Before:O} were forgotten")]
    public static partial void Purged(ILogger logger, long count, DateTimeOffset before);

    [LoggerMessage(6011, LogLevel.Warning, "Old receipts could not be forgotten; the next round tries again in an hour")]
    public static partial void PurgeFailed(ILogger logger, Exception exception);
}
