using System.ComponentModel.DataAnnotations;
using InsideLabs.EventBus.Deliveries;

namespace InsideLabs.EventBus.AspNetCore.Responses;

/// <summary>The audit entry that every attempt leaves.</summary>
internal sealed record AuditResponse
{
    /// <summary>A UUIDv7.</summary>
    public required Guid Id { get; init; }

    /// <summary>The queue item.</summary>
    public required Guid QueueId { get; init; }

    /// <summary>The event's or interaction's id.</summary>
    public required string OccurrenceId { get; init; }

    /// <summary>The subscription.</summary>
    public required Guid SubscriptionId { get; init; }

    /// <summary>The adapter that made the attempt.</summary>
    public required string Adapter { get; init; }

    /// <summary>Which attempt of the item this was: 1..n without a hole.</summary>
    public required int Attempt { get; init; }

    /// <summary><c>success</c>, <c>failure</c> (tried again), <c>dead</c> (this attempt ended it), <c>lost</c> (the process died in a handler), <c>stale</c> (reported by a worker that no longer owned it).</summary>
    [AllowedValues("success", "failure", "dead", "lost", "stale")]
    public required string Outcome { get; init; }

    /// <summary>The receiver's HTTP status; null when there was none.</summary>
    public required int? StatusCode { get; init; }

    /// <summary>The failure's code; null on success.</summary>
    public required string? Code { get; init; }

    /// <summary>What the receiver or the failure said, at most 16 KiB, secrets redacted; null when nothing.</summary>
    public required string? Response { get; init; }

    /// <summary>What a person should know although it did not fail.</summary>
    public required IReadOnlyList<string> Warnings { get; init; }

    /// <summary>When it began.</summary>
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>How long it took, in milliseconds.</summary>
    public required double DurationMs { get; init; }

    public static AuditResponse Of(DeliveryAttempt attempt) => new()
    {
        Id = attempt.Id,
        QueueId = attempt.DeliveryId,
        OccurrenceId = attempt.OccurrenceId,
        SubscriptionId = attempt.SubscriptionId,
        Adapter = attempt.Adapter,
        Attempt = attempt.Number,
        Outcome = Words.Of(attempt.Outcome),
        StatusCode = attempt.StatusCode,
        Code = attempt.Code,
        Response = attempt.Response,
        Warnings = attempt.Warnings,
        StartedAt = attempt.StartedAt,
        DurationMs = Math.Round(attempt.Duration.TotalMilliseconds, 3),
    };
}
