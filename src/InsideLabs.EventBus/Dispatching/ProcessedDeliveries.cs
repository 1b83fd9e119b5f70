using System.Runtime.InteropServices;

namespace InsideLabs.EventBus.Dispatching;

/// <summary>What one call of <see cref="DeliveryQueue.ProcessAsync"/> did.</summary>
/// <param name="Processed">How many deliveries it worked on: the sum of the other three.</param>
/// <param name="Delivered">How many were delivered.</param>
/// <param name="Failed">How many were attempted without success: they are tried again later, or are dead.</param>
/// <param name="Deferred">How many were given back without an attempt, because their subscription was paused or deleted meanwhile, its window is closed, or their destination is left alone.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct ProcessedDeliveries(int Processed, int Delivered, int Failed, int Deferred);
