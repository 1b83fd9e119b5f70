using InsideLabs.EventBus.AspNetCore.Authorization;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Lets callers in by API key.</summary>
public static class ApiKeyExtensions
{
    /// <summary>
    /// Lets callers in who send a known key in the header <c>x-api-key</c>; the caller's name is the key's. Everybody else gets 401
    /// with a problem body. Takes effect where authorization is required: <c>MapInsideLabsEvents().RequireAuthorization()</c>.
    /// </summary>
    /// <param name="builder">What <c>AddAuthentication()</c> returned.</param>
    /// <param name="configure">Adds the keys. Options that make no sense stop the host when it starts.</param>
    public static AuthenticationBuilder AddInsideLabsApiKey(this AuthenticationBuilder builder, Action<ApiKeyOptions> configure) =>
        builder.AddInsideLabsApiKey(ApiKeyDefaults.AuthenticationScheme, configure);

    /// <summary>As the other overload, under a scheme name of the host's own.</summary>
    /// <param name="builder">What <c>AddAuthentication()</c> returned.</param>
    /// <param name="scheme">The scheme's name.</param>
    /// <param name="configure">Adds the keys. Options that make no sense stop the host when it starts.</param>
    public static AuthenticationBuilder AddInsideLabsApiKey(this AuthenticationBuilder builder, string scheme, Action<ApiKeyOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(scheme);
        ArgumentNullException.ThrowIfNull(configure);
        builder.Services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<ApiKeyOptions>, ApiKeyOptionsValidator>());
        builder.Services.AddOptions<ApiKeyOptions>(scheme).ValidateOnStart();
        return builder.AddScheme<ApiKeyOptions, ApiKeyHandler>(scheme, configure);
    }
}
