using System.Runtime.InteropServices;
using InsideLabs.EventBus.Subscriptions;

namespace InsideLabs.EventBus.Deliveries;

/// <summary>What became of a settlement.</summary>
/// <param name="IsStored">Whether it took effect; false when it was stale.</param>
/// <param name="Streak">How long the subscription has been failing, this attempt included; null when the attempt succeeded or was stale, or the subscription is gone.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct SettleResult(bool IsStored, FailureStreak? Streak);

/// <summary>
/// The failed attempts of a subscription since one last succeeded. It ends with a success, and when the subscription is released
/// (<see cref="QueueEffect.Release"/>) or deleted. Attempts that the process died with (<see cref="AttemptOutcome.Lost"/>) are not
/// among them, nor is the one after which a delivery was given up for that reason: they say nothing about the receiver.
/// </summary>
/// <param name="Since">When the first of them ended.</param>
/// <param name="Failures">How many there are, 1 or more.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct FailureStreak(DateTimeOffset Since, int Failures);
