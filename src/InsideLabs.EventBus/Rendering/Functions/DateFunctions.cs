using System.Globalization;
using InsideLabs.EventBus.Events;

namespace InsideLabs.EventBus.Rendering.Functions;

/// <summary><c>function.date.*</c>: instants, written as ISO 8601 or as text for people.</summary>
internal static class DateFunctions
{
    private const int LongestFormat = 100;

    private const string NoDate = "its first argument is neither an ISO 8601 instant with a zone nor Unix seconds";

    private const string NoZone = "the time zone is not known, or its time lies outside the years 1 to 9999";

    public static IEnumerable<FunctionDefinition> All { get; } =
    [
        new("date.now", 0, 1, Now),
        new("date.format", 2, 3, Format),
        new("date.add", 3, 3, Add),
    ];

    private static FunctionResult Now(FunctionCall call)
    {
        if (call.Count == 0)
        {
            return FunctionResult.Of(Timestamps.Format(call.Context.Now));
        }

        return TryConvert(call.Context.Now, call.Text(0), out var local)
            ? FunctionResult.Of(local.ToString("yyyy-MM-dd'T'HH:mm:ss.fffzzz", CultureInfo.InvariantCulture))
            : FunctionResult.No(NoZone);
    }

    private static FunctionResult Format(FunctionCall call)
    {
        if (!TryInstant(call, out var instant))
        {
            return FunctionResult.No(NoDate);
        }

        if (call.Count == 3 && !TryConvert(instant, call.Text(2), out instant))
        {
            return FunctionResult.No(NoZone);
        }

        var format = call.Text(1);
        if (format.Length is 0 or > LongestFormat)
        {
            return FunctionResult.No($"the format has not 1 to {LongestFormat} characters");
        }

        // A single letter is a standard format where there is one; else it means itself, as it would in a longer format.
        var text = TryFormat(instant, format) ?? (format.Length == 1 ? TryFormat(instant, "%" + format) : null);
        return text is null ? FunctionResult.No("the format is not a date format") : FunctionResult.Of(text);
    }

    private static FunctionResult Add(FunctionCall call)
    {
        if (!TryInstant(call, out var instant))
        {
            return FunctionResult.No(NoDate);
        }

        if (!call.TryNumber(1, out var amount))
        {
            return FunctionResult.No("the amount is not a number that can be added");
        }

        try
        {
            return call.Text(2) switch
            {
                "millisecond" or "milliseconds" => Plus(instant, amount, TimeSpan.TicksPerMillisecond),
                "second" or "seconds" => Plus(instant, amount, TimeSpan.TicksPerSecond),
                "minute" or "minutes" => Plus(instant, amount, TimeSpan.TicksPerMinute),
                "hour" or "hours" => Plus(instant, amount, TimeSpan.TicksPerHour),
                "day" or "days" => Plus(instant, amount, TimeSpan.TicksPerDay),
                "week" or "weeks" => Plus(instant, amount, 7 * TimeSpan.TicksPerDay),
                "month" or "months" => PlusMonths(instant, amount),
                "year" or "years" => PlusMonths(instant, amount * 12),
                _ => FunctionResult.No("the unit is none of milliseconds, seconds, minutes, hours, days, weeks, months, years"),
            };
        }
        catch (Exception e) when (e is OverflowException or ArgumentOutOfRangeException)
        {
            return FunctionResult.No("the result lies outside the years 1 to 9999");
        }
    }

    private static FunctionResult Plus(DateTimeOffset instant, decimal amount, long ticks) =>
        FunctionResult.Of(Timestamps.Format(instant.AddTicks(decimal.ToInt64(decimal.Round(amount * ticks)))));

    private static FunctionResult PlusMonths(DateTimeOffset instant, decimal months) => decimal.IsInteger(months)
        ? FunctionResult.Of(Timestamps.Format(instant.AddMonths(decimal.ToInt32(months))))
        : FunctionResult.No("months and years are added whole");

    private static bool TryInstant(FunctionCall call, out DateTimeOffset instant)
    {
        instant = default;
        if (call[0].Kind != TemplateValueKind.Number)
        {
            return call[0].Kind == TemplateValueKind.Text && Timestamps.TryParse(call.Text(0), out instant);
        }

        var least = DateTimeOffset.MinValue.ToUnixTimeSeconds();
        var most = DateTimeOffset.MaxValue.ToUnixTimeSeconds();
        if (!call.TryNumber(0, out var seconds) || seconds < least || seconds > most)
        {
            return false;
        }

        instant = DateTimeOffset.UnixEpoch.AddTicks(decimal.ToInt64(decimal.Truncate(seconds * TimeSpan.TicksPerSecond)));
        return true;
    }

    private static bool TryConvert(DateTimeOffset instant, string zone, out DateTimeOffset local)
    {
        local = instant;
        if (TimeZoneCatalog.LoadAny(zone) is not { } info)
        {
            return false;
        }

        try
        {
            // Beyond the first and the last year the platform answers something else than the local time.
            local = instant.ToOffset(info.GetUtcOffset(instant));
            return true;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }

    private static string? TryFormat(DateTimeOffset instant, string format)
    {
        try
        {
            return instant.ToString(format, CultureInfo.InvariantCulture);
        }
        catch (Exception e) when (e is FormatException or ArgumentOutOfRangeException)
        {
            return null;
        }
    }
}
