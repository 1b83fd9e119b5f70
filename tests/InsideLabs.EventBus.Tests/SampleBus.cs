using InsideLabs.EventBus.Registration;
using Microsoft.Extensions.DependencyInjection;

namespace InsideLabs.EventBus.Tests;

internal static class SampleBus
{
    /// <summary>Adds the small domain for tests.</summary>
    public static IEventBusBuilder AddDomain(this IEventBusBuilder builder) =>
        builder.AddDomain(SampleEvents.Domain).AddDomain(SampleEvents.Shared);
}
