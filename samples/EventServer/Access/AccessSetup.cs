using EventServer.Settings;
using Microsoft.AspNetCore.Authorization;

namespace EventServer.Access;

/// <summary>Who may call: holders of the API key, or, in Development without one, callers on this machine.</summary>
internal static class AccessSetup
{
    public static void AddAccess(this WebApplicationBuilder builder, EventServerSettings settings)
    {
        if (settings.ApiKey is { } key)
        {
            builder.Services.AddAuthentication().AddInsideLabsApiKey(keys => keys.Add(ApiKeySetting.Key, key));

            // Also what names no policy asks for the key: only what says AllowAnonymous does not.
            builder.Services.AddAuthorization(o => o.FallbackPolicy = o.DefaultPolicy);
        }
        else
        {
            var everybody = new AuthorizationPolicyBuilder().RequireAssertion(_ => true).Build();
            builder.Services.AddAuthorization(o => o.DefaultPolicy = everybody);
        }
    }

    public static void UseAccess(this WebApplication app, EventServerSettings settings)
    {
        if (settings.ApiKey is not null)
        {
            app.UseAuthentication();
        }
        else
        {
            app.UseMiddleware<LoopbackOnly>();
        }

        app.UseAuthorization();
    }
}
