using Microsoft.Extensions.Hosting;

namespace InsideLabs.EventBus.Testing;

/// <summary>A host that lives as long as its test: the signals of the process belong to the test runner.</summary>
internal sealed class StandingLifetime : IHostLifetime
{
    public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
