using System.ComponentModel.DataAnnotations;
using InsideLabs.EventBus.Deliveries;

namespace InsideLabs.EventBus.AspNetCore.Responses;

/// <summary>One event on its way to one subscription.</summary>
internal sealed record QueueItemResponse
{
    /// <summary>A UUIDv7; also the <c>webhook-id</c> that a receiver de-duplicates by.</summary>
    public required Guid Id { get; init; }

    /// <summary>The event's id.</summary>
    public required string OccurrenceId { get; init; }

    /// <summary>The subscription.</summary>
    public required Guid SubscriptionId { get; init; }

    /// <summary>The adapter that delivers it.</summary>
    public required string Adapter { get; init; }

    /// <summary><c>pending</c> (never tried), <c>retry</c> (tried, due again), <c>processing</c>, <c>completed</c>, <c>failed</c>, <c>cancelled</c>.</summary>
    [AllowedValues("pending", "retry", "processing", "completed", "failed", "cancelled")]
    public required string Status { get; init; }

    /// <summary>How many attempts were made.</summary>
    public required int Attempts { get; init; }

    /// <summary>When it is tried next; null once it has ended.</summary>
    public required DateTimeOffset? NextAttempt { get; init; }

    /// <summary>When it was queued.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it was delivered, given up or cancelled; null before.</summary>
    public required DateTimeOffset? CompletedAt { get; init; }

    /// <summary>The code of the last failure; null when none happened.</summary>
    public required string? LastError { get; init; }

    public static QueueItemResponse Of(Delivery delivery) => new()
    {
        Id = delivery.Id,
        OccurrenceId = delivery.OccurrenceId,
        SubscriptionId = delivery.SubscriptionId,
        Adapter = delivery.Adapter,
        Status = Words.Of(delivery),
        Attempts = delivery.Attempts,
        NextAttempt = delivery.NextAttempt,
        CreatedAt = delivery.CreatedAt,
        CompletedAt = delivery.CompletedAt,
        LastError = delivery.LastError,
    };
}

/// <summary>How many queue items are in which state.</summary>
internal sealed record QueueStatsResponse
{
    public required long Pending { get; init; }

    public required long Processing { get; init; }

    public required long Retry { get; init; }

    public required long Completed { get; init; }

    public required long Failed { get; init; }

    public required long Cancelled { get; init; }

    public static QueueStatsResponse Of(DeliveryStats stats) => new()
    {
        Pending = stats.Pending,
        Processing = stats.Processing,
        Retry = stats.Retry,
        Completed = stats.Completed,
        Failed = stats.Failed,
        Cancelled = stats.Cancelled,
    };
}

/// <summary>What became of the items that were worked on.</summary>
internal sealed record ProcessedResponse
{
    /// <summary>How many items were worked on.</summary>
    public required int Processed { get; init; }

    /// <summary>How many of them the receiver took.</summary>
    public required int Delivered { get; init; }

    /// <summary>How many attempts failed; their items are tried again or have failed for good.</summary>
    public required int Failed { get; init; }

    /// <summary>How many were put off without an attempt.</summary>
    public required int Deferred { get; init; }
}

/// <summary>How many items were removed.</summary>
internal sealed record PurgedResponse
{
    public required long Purged { get; init; }
}
