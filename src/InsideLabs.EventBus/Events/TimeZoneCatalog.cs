using System.Diagnostics.CodeAnalysis;
using InsideLabs.EventBus.Errors;
using TimeZoneConverter;

namespace InsideLabs.EventBus.Events;

/// <summary>The IANA time zones that are known here, and what this machine knows of them.</summary>
internal static class TimeZoneCatalog
{
    private static readonly Dictionary<string, string> Known = TZConvert.KnownIanaTimeZoneNames
        .ToDictionary(static id => id, StringComparer.OrdinalIgnoreCase);

    /// <summary>Finds a zone whose id is written in any case.</summary>
    /// <param name="id">An id. Aliases are ids of their own; Windows names and files that are no zones are none.</param>
    /// <param name="known">The id as it is written.</param>
    /// <returns>Whether it is known; this machine may have no data for it all the same.</returns>
    public static bool TryFind(string? id, [NotNullWhen(true)] out string? known)
    {
        known = null;
        return id is not null && Known.TryGetValue(id, out known);
    }

    /// <summary>The zone, or null when it is unknown or this machine cannot load it, whatever the reason.</summary>
    public static TimeZoneInfo? Load(string id)
    {
        try
        {
            // An id that is not known would be taken for a path in the file system. The platform looks at its data again each time it has
            // failed; the converter, for platforms that have no IANA ids themselves, looks once.
            return !TryFind(id, out var known) ? null
                : TimeZoneInfo.TryFindSystemTimeZoneById(known, out var zone) ? zone
                : TZConvert.GetTimeZoneInfo(known);
        }
        catch (Exception)
        {
            // Missing, unreadable or broken data all mean the same, and the platform has an exception for each.
            return null;
        }
    }

    /// <summary>The zone of an IANA id or of a Windows name, which some systems hand out; null as for <see cref="Load"/>.</summary>
    public static TimeZoneInfo? LoadAny(string name) =>
        Load(!Known.ContainsKey(name) && TZConvert.TryWindowsToIana(name, out var id, LinkResolution.Original) ? id : name);

    /// <summary>A hint for an error message: the id that was probably meant, or nothing.</summary>
    public static string Suggest(string id) =>
        TZConvert.TryWindowsToIana(id, out var meant) ? $" Did you mean '{meant}'?" : FaultText.DidYouMean(id, Known.Values);
}
