using System.Runtime.InteropServices;

namespace InsideLabs.EventBus.Dispatching;

/// <summary>An attempt as the circuit of its destination knows it.</summary>
/// <param name="Destination">Where it goes; null when it has no circuit.</param>
/// <param name="IsProbe">Whether it is one of those that are admitted while the destination recovers.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct CircuitPermit(string? Destination, bool IsProbe);
