using InsideLabs.EventBus.Errors;

namespace InsideLabs.EventBus.Adapters.Http;

/// <summary>
/// A host leads to an address that no outgoing call may reach. The message names the host and not the address: an author of
/// subscriptions must not learn from it what the network looks like.
/// </summary>
internal sealed class DestinationBlockedException(string host)
    : Exception($"The host '{FaultText.Show(host)}' leads to an address that outgoing calls may not reach.");
