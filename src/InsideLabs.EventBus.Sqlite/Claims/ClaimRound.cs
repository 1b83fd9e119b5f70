using System.Runtime.InteropServices;

namespace InsideLabs.EventBus.Sqlite.Claims;

/// <summary>What one look at the lanes gave.</summary>
/// <param name="NextDueAt">When the next one is due, in UTC ticks; null when none waits for time.</param>
/// <param name="SubscriptionsVersion">The subscription version at that moment.</param>
/// <param name="ToAdmit">A reload that the caller has to hand to the writer.</param>
/// <param name="ToAwait">What to wait for before looking again; null when there is nothing more to get.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct ClaimRound(long? NextDueAt, long SubscriptionsVersion, ReloadUnit? ToAdmit, Task? ToAwait);
