using System.Diagnostics;

namespace InsideLabs.EventBus.Publishing;

/// <summary>The trace that travels with an occurrence: a delivery links to it, hours later and perhaps in another process.</summary>
internal static class TraceContext
{
    public static string? Current() => Activity.Current is { IdFormat: ActivityIdFormat.W3C } current ? current.Id : null;
}
