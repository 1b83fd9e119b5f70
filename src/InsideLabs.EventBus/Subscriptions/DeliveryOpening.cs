using System.Runtime.InteropServices;

namespace InsideLabs.EventBus.Subscriptions;

/// <summary>A time during which deliveries are made, without a gap in it.</summary>
/// <param name="Opens">When it begins, in UTC; part of it.</param>
/// <param name="Closes">When it ends, in UTC; not part of it. Null when it has no end.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct DeliveryOpening(DateTimeOffset Opens, DateTimeOffset? Closes);
