using System.Globalization;
using InsideLabs.EventBus.Errors;
using InsideLabs.EventBus.Events;
using InsideLabs.EventBus.Subscriptions;

namespace InsideLabs.EventBus.Subscribing;

/// <summary>Judges the delivery schedule of a draft.</summary>
internal static class DeliveryScheduleReader
{
    /// <summary>The property of a subscription that holds its schedule.</summary>
    public const string Field = "delivery_schedule";

    /// <summary>Days may be repeated as often as anybody likes, but the answer need not tell of each wrong one.</summary>
    private const int MostFaults = 100;

    private static readonly int MinutesOfDay = (int)DeliveryWindow.EndOfDay.TotalMinutes;

    public static DeliverySchedule? Read(DeliveryScheduleDraft? draft, FaultList faults)
    {
        if (draft is null)
        {
            return null;
        }

        var before = faults.Count;
        var zone = ReadZone(draft.TimeZone, faults);
        var windows = ReadWindows(draft.Windows, faults);
        return windows is not null && faults.Count == before ? new DeliverySchedule(zone!, windows) : null;
    }

    private static string? ReadZone(string? id, FaultList faults)
    {
        const string field = Field + ".timezone";
        if (id is null)
        {
            faults.Add(field, ErrorCodes.FieldRequired, "A schedule needs a 'timezone', an IANA id such as 'America/New_York'.");
            return null;
        }

        if (!TimeZoneCatalog.TryFind(id, out var known))
        {
            faults.Add(
                field,
                ErrorCodes.TimezoneUnknown,
                $"'{FaultText.Show(id)}' is no IANA time zone id that is known here, such as 'America/New_York'.{TimeZoneCatalog.Suggest(id)}");
            return null;
        }

        if (TimeZoneCatalog.Load(known) is null)
        {
            faults.Add(
                field,
                ErrorCodes.TimezoneUnknown,
                $"'{known}' is a time zone, but this machine has no data for it. Install the time zone database (tzdata), or name another zone.");
            return null;
        }

        return known;
    }

    private static DeliveryWindow[]? ReadWindows(IReadOnlyList<DeliveryWindowDraft>? windows, FaultList faults)
    {
        const string field = Field + ".windows";
        if (faults.Names(field))
        {
            // What has the wrong JSON type was told already.
            return null;
        }

        switch (windows?.Count ?? 0)
        {
            case 0:
                faults.Add(field, ErrorCodes.WindowsEmpty, $"A schedule has at least one window. To deliver at any time, set '{Field}' to null.");
                return null;
            case > DeliverySchedule.MaxWindows:
                faults.Add(field, ErrorCodes.TooManyWindows, $"{windows!.Count} windows; at most {DeliverySchedule.MaxWindows} are allowed.");
                return null;
            default:
                return [.. windows!.Select((w, i) => ReadWindow(w, $"{field}[{i}]", faults)).OfType<DeliveryWindow>()];
        }
    }

    private static DeliveryWindow? ReadWindow(DeliveryWindowDraft? window, string field, FaultList faults)
    {
        if (window is null || faults.Names(field))
        {
            if (!faults.Names(field))
            {
                faults.Add(field, ErrorCodes.FieldRequired, "A window is missing.");
            }

            return null;
        }

        var before = faults.Count;
        CheckDays(window.Days, field + ".days", faults);
        var start = ReadTime(window.StartTime, MinutesOfDay - 1, field + ".startTime", faults);
        var end = ReadTime(window.EndTime, MinutesOfDay, field + ".endTime", faults);
        if (start is not null && start == end)
        {
            faults.Add(
                field,
                ErrorCodes.WindowEmpty,
                $"The window ends at {window.EndTime}, where it begins, so it would never open. A whole day is 00:00 to 24:00.");
        }

        return faults.Count == before ? new DeliveryWindow(window.Days.Select(d => (DayOfWeek)d), start!.Value, end!.Value) : null;
    }

    private static void CheckDays(IReadOnlyList<int>? days, string field, FaultList faults)
    {
        if (faults.Names(field))
        {
            return;
        }

        if (days is null or { Count: 0 })
        {
            faults.Add(field, ErrorCodes.DaysEmpty, "A window has at least one day: 0 for Sunday to 6 for Saturday.");
            return;
        }

        var before = faults.Count;
        for (var i = 0; i < days.Count && faults.Count - before < MostFaults; i++)
        {
            if (days[i] is < (int)DayOfWeek.Sunday or > (int)DayOfWeek.Saturday)
            {
                faults.Add($"{field}[{i}]", ErrorCodes.DayOutOfRange, "A day is a whole number from 0 (Sunday) to 6 (Saturday).");
            }
        }
    }

    /// <summary>Reads <c>HH:MM</c>, two ASCII digits each and nothing else.</summary>
    private static TimeSpan? ReadTime(string? text, int latest, string field, FaultList faults)
    {
        if (text is null)
        {
            faults.Add(field, ErrorCodes.FieldRequired, "A window needs a time 'HH:MM' here.");
            return null;
        }

        if (text is [var h1, var h2, ':', var m1, var m2]
            && char.IsAsciiDigit(h1) && char.IsAsciiDigit(h2) && m1 is >= '0' and <= '5' && char.IsAsciiDigit(m2))
        {
            var minutes = (((h1 - '0') * 10) + (h2 - '0')) * 60 + ((m1 - '0') * 10) + (m2 - '0');
            if (minutes <= latest)
            {
                return TimeSpan.FromMinutes(minutes);
            }
        }

        var last = TimeSpan.FromMinutes(latest);
        faults.Add(
            field,
            ErrorCodes.TimeMalformed,
            string.Create(CultureInfo.InvariantCulture, $"'{FaultText.Show(text)}' is no time 'HH:MM' from 00:00 to {(int)last.TotalHours:00}:{last.Minutes:00}."));
        return null;
    }
}
