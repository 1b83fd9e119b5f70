using System.Globalization;
using InsideLabs.EventBus.Errors;
using InsideLabs.EventBus.Subscriptions;

namespace InsideLabs.EventBus.Subscribing;

/// <summary>Judges the retry delays of a draft, given in seconds.</summary>
internal static class RetryDelayReader
{
    public static RetryLadder? Read(IReadOnlyList<double>? seconds, FaultList faults)
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
