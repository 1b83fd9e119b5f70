using InsideLabs.EventBus.Sqlite.Receipts;
using Microsoft.Extensions.Hosting;

namespace InsideLabs.EventBus.Sqlite.Registration;

/// <summary>A file that cannot be used stops the host's start, not the first delivery.</summary>
internal sealed class ReceiverFileStartup(ReceiverDatabase database) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken) => database.OpenAsync(cancellationToken).AsTask();

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
