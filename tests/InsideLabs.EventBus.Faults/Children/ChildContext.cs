using InsideLabs.EventBus.Faults.Loads;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace InsideLabs.EventBus.Faults.Children;

/// <summary>What a role works with.</summary>
/// <param name="Options">What it was told.</param>
/// <param name="Host">The started host.</param>
/// <param name="Output">Tells the parent.</param>
/// <param name="Parent">Hears the parent.</param>
/// <param name="Drain">Waits until nothing is queued.</param>
internal sealed record ChildContext(ChildOptions Options, IHost Host, LineWriter Output, ParentLink Parent, QueueDrain Drain)
{
    /// <summary>Cancelled when the process is asked to end (SIGTERM).</summary>
    public CancellationToken Stopping => Service<IHostApplicationLifetime>().ApplicationStopping;

    public T Service<T>()
        where T : notnull => Host.Services.GetRequiredService<T>();
}
