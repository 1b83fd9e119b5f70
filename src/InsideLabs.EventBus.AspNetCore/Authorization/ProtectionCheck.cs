using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace InsideLabs.EventBus.AspNetCore.Authorization;

/// <summary>Judges whether endpoints of the API ask who is calling.</summary>
internal sealed class ProtectionCheck(IHostEnvironment environment, ILogger<ProtectionCheck> logger, IAuthorizationPolicyProvider? policies = null)
{
    private const int MostNamed = 5;

    private readonly HashSet<EventApiMetadata> _judged = [];

    /// <summary>Judges every mapping that was not judged before.</summary>
    /// <param name="endpoints">Endpoints of the API and others.</param>
    /// <exception cref="InvalidOperationException">One is open to everybody, and this is not Development.</exception>
    public async Task RunAsync(IEnumerable<Endpoint> endpoints)
    {
        var mappings = endpoints
            .Where(e => e.Metadata.GetMetadata<EventApiMetadata>() is { } mapping && !_judged.Contains(mapping))
            .GroupBy(e => e.Metadata.GetMetadata<EventApiMetadata>()!)
            .ToList();
        if (mappings.Count == 0)
        {
            return;
        }

        var hasFallback = policies is not null && await policies.GetFallbackPolicyAsync().ConfigureAwait(false) is not null;
        foreach (var mapping in mappings)
        {
            _judged.Add(mapping.Key);
            var open = mapping.Where(e => !IsProtected(e.Metadata, hasFallback)).ToList();
            if (open.Count > 0)
            {
                Refuse(mapping.Key.Prefix, open, mapping.Count());
            }
        }
    }

    private static bool IsProtected(EndpointMetadataCollection metadata, bool hasFallback) =>
        metadata.GetMetadata<IAllowAnonymous>() is null
        && (hasFallback
            || metadata.GetMetadata<IAuthorizeData>() is not null
            || metadata.GetMetadata<AuthorizationPolicy>() is not null
            || metadata.GetMetadata<IAuthorizationRequirementData>() is not null);

    private void Refuse(string prefix, List<Endpoint> open, int all)
    {
        if (environment.IsDevelopment())
        {
            Log.ApiOpen(logger, prefix, open.Count, all);
            return;
        }

        var excepted = open.Any(e => e.Metadata.GetMetadata<IAllowAnonymous>() is not null)
            ? " AllowAnonymous() does not count as protection: if everybody is meant to call, say so with a policy that always succeeds."
            : string.Empty;
        throw new InvalidOperationException(
            $"{open.Count} of {all} endpoints of the event API at '{prefix}' have no authorization policy, so anybody could call them: {Names(open)}. "
            + $"Write MapInsideLabsEvents(\"{prefix}\").RequireAuthorization(), and register who may call, for example with "
            + "builder.Services.AddAuthorization() and builder.Services.AddAuthentication().AddInsideLabsApiKey(o => o.Add(\"name\", key)). "
            + $"Only with ASPNETCORE_ENVIRONMENT=Development does it start like this; it is {environment.EnvironmentName}.{excepted}");
    }

    private static string Names(List<Endpoint> open)
    {
        var names = open.Select(e => e.DisplayName ?? (e as RouteEndpoint)?.RoutePattern.RawText ?? "?").Take(MostNamed);
        return string.Join(", ", names) + (open.Count > MostNamed ? ", …" : string.Empty);
    }
}
