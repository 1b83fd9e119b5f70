namespace InsideLabs.EventBus.AspNetCore.Authorization;

/// <summary>Marks an endpoint as one of the API's, so that <see cref="StartGuard"/> finds it. One object for each mapping.</summary>
/// <param name="prefix">Where the mapping's paths begin.</param>
internal sealed class EventApiMetadata(string prefix)
{
    public string Prefix { get; } = prefix;

    public override string ToString() => $"InsideLabs.EventBus API at '{Prefix}'";
}
