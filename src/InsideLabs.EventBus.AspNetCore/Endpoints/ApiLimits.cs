namespace InsideLabs.EventBus.AspNetCore.Endpoints;

/// <summary>What the API bounds.</summary>
/// <param name="MaxBodyBytes">The largest body of a request.</param>
internal sealed record ApiLimits(int MaxBodyBytes);
