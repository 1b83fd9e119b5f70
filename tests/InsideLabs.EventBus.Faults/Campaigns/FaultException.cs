namespace InsideLabs.EventBus.Faults.Campaigns;

/// <summary>A scenario cannot go on.</summary>
internal sealed class FaultException(string message) : Exception(message);
