namespace InsideLabs.EventBus.AspNetCore.Authorization;

/// <summary>The names that API keys go by.</summary>
public static class ApiKeyDefaults
{
    /// <summary>The authentication scheme, unless the host chooses another name.</summary>
    public const string AuthenticationScheme = "InsideLabsApiKey";

    /// <summary>The request header that carries the key.</summary>
    public const string HeaderName = "x-api-key";
}
