using Microsoft.Extensions.DependencyInjection;

namespace InsideLabs.EventBus.Registration;

/// <summary>
/// What <c>AddInsideLabsEvents()</c> returns. Store and adapter packages hang their own methods on it, in the namespace
/// <c>Microsoft.Extensions.DependencyInjection</c>.
/// </summary>
public interface IEventBusBuilder
{
    /// <summary>The host's services.</summary>
    IServiceCollection Services { get; }
}
