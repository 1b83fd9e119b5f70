namespace InsideLabs.EventBus.Rendering;

/// <summary>Where a value lies in a document; of length 0 when it is not there.</summary>
internal readonly record struct ValueRange(int Start, int Length);
