using Microsoft.Extensions.DependencyInjection;

namespace InsideLabs.EventBus.Registration;

internal sealed class EventBusBuilder(IServiceCollection services) : IEventBusBuilder
{
    public IServiceCollection Services { get; } = services;
}
