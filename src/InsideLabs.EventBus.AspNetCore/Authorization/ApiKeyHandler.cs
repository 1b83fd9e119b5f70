using System.Security.Claims;
using System.Text.Encodings.Web;
using InsideLabs.EventBus.AspNetCore.Problems;
using InsideLabs.EventBus.Errors;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace InsideLabs.EventBus.AspNetCore.Authorization;

/// <summary>Lets callers in who send one known key in the header <c>x-api-key</c>.</summary>
internal sealed class ApiKeyHandler(IOptionsMonitor<ApiKeyOptions> options, ILoggerFactory logger, UrlEncoder encoder)
    : AuthenticationHandler<ApiKeyOptions>(options, logger, encoder)
{
    private const string Missing = $"Send an API key in the header {ApiKeyDefaults.HeaderName}.";
    private const string Twice = $"The header {ApiKeyDefaults.HeaderName} came more than once: send one API key.";
    private const string Unknown = $"The API key in the header {ApiKeyDefaults.HeaderName} is not known.";

    protected override Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        var values = Request.Headers[ApiKeyDefaults.HeaderName];
        if (values.Count != 1)
        {
            return Task.FromResult(values.Count == 0 ? AuthenticateResult.NoResult() : AuthenticateResult.Fail(Twice));
        }

        if (ApiKeyRing.Find(Options.Keys, values[0] ?? string.Empty, ApiKeyRing.ConstantTime) is not { } key)
        {
            return Task.FromResult(AuthenticateResult.Fail(Unknown));
        }

        var identity = new ClaimsIdentity([new Claim(ClaimTypes.Name, key.Name)], Scheme.Name);
        return Task.FromResult(AuthenticateResult.Success(new AuthenticationTicket(new ClaimsPrincipal(identity), Scheme.Name)));
    }

    protected override async Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        var failure = (await HandleAuthenticateOnceSafeAsync().ConfigureAwait(false)).Failure;
        Response.Headers.Append("WWW-Authenticate", $"ApiKey header=\"{ApiKeyDefaults.HeaderName}\"");
        await Problem.WriteAsync(Context, StatusCodes.Status401Unauthorized, ErrorCodes.Unauthorized, failure?.Message ?? Missing).ConfigureAwait(false);
    }

    protected override Task HandleForbiddenAsync(AuthenticationProperties properties) => Problem.WriteAsync(
        Context,
        StatusCodes.Status403Forbidden,
        ErrorCodes.Forbidden,
        $"The API key '{Context.User.Identity?.Name}' is not allowed to do this.");
}
