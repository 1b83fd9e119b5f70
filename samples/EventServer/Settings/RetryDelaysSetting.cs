using System.Globalization;
using InsideLabs.EventBus.Subscriptions;

namespace EventServer.Settings;

/// <summary><c>Events:RetryDelays</c>: seconds before the second, third, … attempt.</summary>
internal static class RetryDelaysSetting
{
    private const string Key = "Events:RetryDelays";

    public static RetryLadder Read(SettingsReader reader)
    {
        if (reader.List(Key) is not { } items)
        {
            return RetryLadder.Default;
        }

        if (items.Count > RetryLadder.MaxDelays)
        {
            reader.Refuse($"{Key} has {items.Count} delays; at most {RetryLadder.MaxDelays} are allowed.");
            return RetryLadder.Default;
        }

        return new RetryLadder([.. items.Select((item, i) => Delay(item, i, reader))]);
    }

    private static TimeSpan Delay(string item, int index, SettingsReader reader)
    {
        if (double.TryParse(item, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var seconds)
            && seconds <= RetryLadder.MaxDelay.TotalSeconds)
        {
            return TimeSpan.FromSeconds(seconds);
        }

        reader.Refuse($"{Key}:{index} is {SettingsReader.Show(item)}: write seconds from 0 to {RetryLadder.MaxDelay.TotalSeconds:0} (30 days).");
        return TimeSpan.Zero;
    }
}
