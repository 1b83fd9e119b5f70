using System.Runtime.InteropServices;

namespace InsideLabs.EventBus.Deliveries;

/// <summary>Puts a claimed delivery off untried: its window is closed, or its destination is left alone for a while.</summary>
/// <param name="DeliveryId">The delivery.</param>
/// <param name="ClaimNo">The token of the claim.</param>
/// <param name="DueAt">When it is due next; its retry time stays.</param>
/// <param name="PlannedVersion">
/// The version of the subscription that <paramref name="DueAt"/> was worked out with. If the subscription was re-planned since, the
/// delivery is due at its retry time instead, for the next worker to look again.
/// </param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct Deferral(Guid DeliveryId, long ClaimNo, DateTimeOffset DueAt, long PlannedVersion);
