using System.Text;
using InsideLabs.EventBus.Adapters;
using InsideLabs.EventBus.Deliveries;
using InsideLabs.EventBus.Errors;
using InsideLabs.EventBus.Scheduling;
using InsideLabs.EventBus.Settings;
using InsideLabs.EventBus.Subscriptions;
using Microsoft.Extensions.Options;

namespace InsideLabs.EventBus.Dispatching;

/// <summary>Decides from an attempt's result how the delivery goes on: done, tried again when, or dead why.</summary>
internal sealed class SettlementPlanner(
    UuidGenerator attemptIds,
    ScheduleEvaluator schedules,
    Random random,
    IOptions<EventBusOptions> options)
{
    /// <summary>The longest wait that a receiver may ask for.</summary>
    private static readonly TimeSpan LongestRetryAfter = TimeSpan.FromHours(24);

    private const int MaxResponseBytes = 16 * 1024;

    public Settlement Plan(
        ClaimedDelivery delivery,
        Subscription subscription,
        PreparedDelivery prepared,
        DeliveryResult result,
        IReadOnlyList<string> warnings,
        DateTimeOffset startedAt,
        TimeSpan duration)
    {
        var endedAt = startedAt + duration;
        var failures = delivery.Failures + (result.Verdict == DeliveryVerdict.Delivered ? 0 : 1);
        var ladder = subscription.RetryDelays ?? options.Value.RetryDelays;
        var delay = result.Verdict == DeliveryVerdict.Retry ? ladder.DelayAfter(failures, random.NextDouble()) : null;
        var (status, outcome, code) = Judge(result, delay);
        var retryAt = endedAt + Later(delay, result.RetryAfter);
        return new Settlement
        {
            DeliveryId = delivery.Id,
            ClaimNo = delivery.ClaimNo,
            Status = status,
            Failures = failures,
            RetryAt = retryAt,
            DueAt = schedules.Evaluate(subscription.DeliverySchedule, retryAt).DueAt,
            PlannedVersion = subscription.Version,
            Attempt = new DeliveryAttempt
            {
                Id = attemptIds.Next(),
                DeliveryId = delivery.Id,
                OccurrenceId = delivery.Occurrence.Id,
                SubscriptionId = subscription.Id,
                Adapter = subscription.Adapter,
                Number = delivery.Attempts + 1,
                Outcome = outcome,
                StatusCode = result.StatusCode,
                Code = code,
                Response = Excerpt(result.Response, prepared),
                Warnings = [.. warnings, .. result.Warnings, .. Cause(code, result)],
                StartedAt = startedAt,
                Duration = duration,
            },
        };
    }

    private static (DeliveryStatus Status, AttemptOutcome Outcome, string? Code) Judge(DeliveryResult result, TimeSpan? delay) =>
        result.Verdict switch
        {
            DeliveryVerdict.Delivered => (DeliveryStatus.Delivered, AttemptOutcome.Success, null),
            DeliveryVerdict.Retry when delay is not null => (DeliveryStatus.Scheduled, AttemptOutcome.Failure, result.Code),

            DeliveryVerdict.Retry => (DeliveryStatus.Dead, AttemptOutcome.Dead, ErrorCodes.AttemptsExhausted),
            _ => (DeliveryStatus.Dead, AttemptOutcome.Dead, result.Code),
        };

    private static IEnumerable<string> Cause(string? code, DeliveryResult result) =>
        code is not null && !string.Equals(code, result.Code, StringComparison.Ordinal) ? [$"The last failure was {result.Code}."] : [];

    /// <summary>Never at the same instant, even without a delay: who delivers what is due at an instant would not come to an end.</summary>
    private static TimeSpan Later(TimeSpan? delay, TimeSpan? retryAfter)
    {
        var ladder = delay > TimeSpan.Zero ? delay.Value : TimeSpan.FromTicks(1);
        var asked = retryAfter > LongestRetryAfter ? LongestRetryAfter : retryAfter ?? TimeSpan.Zero;
        return asked > ladder ? asked : ladder;
    }

    /// <summary>Redacts before it cuts, so that no cut can leave half a secret that the redaction would not know.</summary>
    private static string? Excerpt(string? response, PreparedDelivery prepared)
    {
        if (string.IsNullOrEmpty(response))
        {
            return null;
        }

        var text = SecretRedactor.Redact(response, prepared.Signing, prepared.Secrets).Replace('\0', '\uFFFD');
        if (Encoding.UTF8.GetByteCount(text) <= MaxResponseBytes)
        {
            return text;
        }

        var bytes = new byte[MaxResponseBytes];
        Encoding.UTF8.GetEncoder().Convert(text, bytes, flush: true, out var charsUsed, out _, out _);
        return text[..charsUsed];
    }
}
