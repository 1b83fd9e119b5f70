using System.Text;
using InsideLabs.EventBus.Adapters;
using InsideLabs.EventBus.Deliveries;
using InsideLabs.EventBus.Errors;
using InsideLabs.EventBus.Settings;
using InsideLabs.EventBus.Subscriptions;
using Microsoft.Extensions.Options;

namespace InsideLabs.EventBus.Dispatching;

/// <summary>Decides from an attempt's result how the delivery goes on: done, tried again when, or dead why.</summary>
internal sealed class SettlementPlanner(UuidGenerator attemptIds, Random random, IOptions<EventBusOptions> options)
{
    private const int MaxResponseBytes = 16 * 1024;

    public Settlement Plan(
        ClaimedDelivery delivery,
        Subscription subscription,
        SentDelivery sent,
        DateTimeOffset startedAt,
        TimeSpan duration)
    {
        var result = sent.Result;
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
            DueAt = retryAt,
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
                Response = Excerpt(result.Response, sent),
                Warnings = code is not null && !string.Equals(code, result.Code, StringComparison.Ordinal)
                    ? [.. result.Warnings, $"The last failure was {result.Code}."]
                    : result.Warnings,
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

    /// <summary>Never at the same instant, even without a delay: who delivers what is due at an instant would not come to an end.</summary>
    private static TimeSpan Later(TimeSpan? delay, TimeSpan? retryAfter)
    {
        var ladder = delay > TimeSpan.Zero ? delay.Value : TimeSpan.FromTicks(1);
        return retryAfter > ladder ? retryAfter.Value : ladder;
    }

    /// <summary>Redacts before it cuts, so that no cut can leave half a secret that the redaction would not know.</summary>
    private static string? Excerpt(string? response, SentDelivery sent)
    {
        if (string.IsNullOrEmpty(response))
        {
            return null;
        }

        var text = SecretRedactor.Redact(response, sent.Signing, sent.Secrets).Replace('\0', '\uFFFD');
        if (Encoding.UTF8.GetByteCount(text) <= MaxResponseBytes)
        {
            return text;
        }

        var bytes = new byte[MaxResponseBytes];
        Encoding.UTF8.GetEncoder().Convert(text, bytes, flush: true, out var charsUsed, out _, out _);
        return text[..charsUsed];
    }
}
