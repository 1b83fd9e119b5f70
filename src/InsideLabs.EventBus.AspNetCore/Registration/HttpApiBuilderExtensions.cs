using InsideLabs.EventBus.Registration;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds what the HTTP API needs.</summary>
public static class HttpApiBuilderExtensions
{
    /// <summary>Adds what <c>MapInsideLabsEvents</c> needs.</summary>
    /// <param name="builder">The bus.</param>
    public static IEventBusBuilder AddHttpApi(this IEventBusBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        return builder;
    }
}
