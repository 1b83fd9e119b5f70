using InsideLabs.EventBus.AspNetCore.Receiving;
using InsideLabs.EventBus.Receipts;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Microsoft.AspNetCore.Builder;

/// <summary>Maps endpoints that receive webhooks.</summary>
public static class EventReceiverEndpointExtensions
{
    /// <summary>
    /// Maps an endpoint that receives signed webhooks: each delivery is proven, handled exactly once in effect, and answered with
    /// 200 only after its receipt is committed. Needs a receipt store: <c>AddSqliteReceipts</c>, <c>AddInMemoryReceipts</c>, or one of
    /// your own. The signature is the endpoint's protection; it needs no authorization policy.
    /// </summary>
    /// <param name="endpoints">The application.</param>
    /// <param name="pattern">The path, such as <c>/handler</c>.</param>
    /// <param name="configure">Names the secrets and the handlers.</param>
    /// <returns>A builder for further conventions.</returns>
    /// <exception cref="OptionsValidationException">An option cannot work; every fault is named.</exception>
    /// <exception cref="InvalidOperationException">The host has no receipt store.</exception>
    public static IEndpointConventionBuilder MapEventReceiver(
        this IEndpointRouteBuilder endpoints,
        string pattern,
        Action<EventReceiverOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        ArgumentNullException.ThrowIfNull(pattern);
        ArgumentNullException.ThrowIfNull(configure);
        var options = new EventReceiverOptions();
        configure(options);
        EventReceiverOptionsValidator.Validate(pattern, options);

        var services = endpoints.ServiceProvider;
        if (services.GetService<IServiceProviderIsService>()?.IsService(typeof(IReceiptStore)) == false)
        {
            throw new InvalidOperationException(
                $"The receiver at '{pattern}' has no receipt store. Add services.AddSqliteReceipts(\"receiver.db\") from the package "
                + "InsideLabs.EventBus.Sqlite, which keeps receipts with what the handlers write, or services.AddInMemoryReceipts().");
        }

        var receiver = new EventReceiver(
            options,
            services.GetService<TimeProvider>() ?? TimeProvider.System,
            services.GetRequiredService<ILoggerFactory>().CreateLogger("InsideLabs.EventBus.Receiving"));
        return endpoints.MapPost(pattern, receiver.ReceiveAsync).WithDisplayName($"Event receiver at {pattern}");
    }
}
