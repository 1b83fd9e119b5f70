using System.Collections.Immutable;
using System.Globalization;
using InsideLabs.EventBus.Errors;
using InsideLabs.EventBus.Events;
using InsideLabs.EventBus.Subscriptions;
using Microsoft.Extensions.Options;

namespace InsideLabs.EventBus.Subscribing;

/// <summary>Judges the fields of a draft that every adapter has in common, and makes their stored form.</summary>
internal sealed class DraftValidator(IOptions<EventBusOptions> options)
{
    public SubscriptionMatch? ReadMatch(IReadOnlyList<string> eventTypes, FaultList faults)
    {
        if (eventTypes.Count == 0)
        {
            faults.Add("eventTypes", ErrorCodes.MatchRequired, "A subscription names at least one event type or pattern in 'eventTypes'.");
            return null;
        }

        if (eventTypes.Count > SubscriptionMatch.MaxPatterns)
        {
            faults.Add(
                "eventTypes",
                ErrorCodes.TooManyPatterns,
                $"{eventTypes.Count} patterns; at most {SubscriptionMatch.MaxPatterns} are allowed.");
            return null;
        }

        var patterns = ImmutableArray.CreateBuilder<EventPattern>(eventTypes.Count);
        for (var i = 0; i < eventTypes.Count; i++)
        {
            if (!EventPattern.TryParse(eventTypes[i], out var pattern))
            {
                faults.Add($"eventTypes[{i}]", ErrorCodes.PatternMalformed, EventPattern.Explain(eventTypes[i] ?? string.Empty));
            }
            else if (pattern.IsWildcard && !options.Value.AllowWildcards)
            {
                faults.Add(
                    $"eventTypes[{i}]",
                    ErrorCodes.WildcardsNotEnabled,
                    $"'{pattern}' has a wildcard, and this host switched wildcards off: name the event types.");
            }
            else
            {
                patterns.Add(pattern);
            }
        }

        return new SubscriptionMatch(patterns.ToImmutable());
    }

    public static RetryLadder? ReadRetryDelays(IReadOnlyList<double>? seconds, FaultList faults)
    {
        if (seconds is null)
        {
            return null;
        }

        if (seconds.Count > RetryLadder.MaxDelays)
        {
            faults.Add(
                "retryDelays",
                ErrorCodes.ParameterInvalid,
                $"{seconds.Count} delays; at most {RetryLadder.MaxDelays} are allowed.");
            return null;
        }

        var before = faults.Count;
        var most = RetryLadder.MaxDelay.TotalSeconds;
        for (var i = 0; i < seconds.Count; i++)
        {
            if (!(seconds[i] >= 0 && seconds[i] <= most))
            {
                faults.Add(
                    $"retryDelays[{i}]",
                    ErrorCodes.ParameterInvalid,
                    string.Create(CultureInfo.InvariantCulture, $"A delay is a number of seconds from 0 to {most}."));
            }
        }

        return faults.Count == before ? new RetryLadder(seconds.Select(TimeSpan.FromSeconds)) : null;
    }
}
