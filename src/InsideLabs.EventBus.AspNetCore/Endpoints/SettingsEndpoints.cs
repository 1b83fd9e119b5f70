using InsideLabs.EventBus.AspNetCore.OpenApi;
using InsideLabs.EventBus.AspNetCore.Requests;
using InsideLabs.EventBus.AspNetCore.Responses;
using InsideLabs.EventBus.Configuring;
using InsideLabs.EventBus.Errors;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace InsideLabs.EventBus.AspNetCore.Endpoints;

/// <summary><c>/global-settings</c>, <c>/adapter-settings</c> and <c>/secrets</c>: what templates and adapters use.</summary>
internal sealed class SettingsEndpoints(SettingsService settings, IOptions<HttpApiOptions> options)
{
    public static void Map(ApiRoutes routes)
    {
        routes.Map<SettingsEndpoints>(GlobalSettingOperations.List, static (e, c) => e.ListGlobalsAsync(c));
        routes.Map<SettingsEndpoints>(GlobalSettingOperations.Get, static (e, c) => e.GetGlobalAsync(c));
        routes.Map<SettingsEndpoints>(GlobalSettingOperations.Put, static (e, c) => e.PutGlobalAsync(c));
        routes.Map<SettingsEndpoints>(GlobalSettingOperations.Delete, static (e, c) => e.DeleteGlobalAsync(c));
        routes.Map<SettingsEndpoints>(AdapterSettingsOperations.List, static (e, c) => e.ListAdaptersAsync(c));
        routes.Map<SettingsEndpoints>(AdapterSettingsOperations.Get, static (e, c) => e.GetAdapterAsync(c));
        routes.Map<SettingsEndpoints>(AdapterSettingsOperations.Put, static (e, c) => e.PutAdapterAsync(c));
        routes.Map<SettingsEndpoints>(AdapterSettingsOperations.Delete, static (e, c) => e.DeleteAdapterAsync(c));
        routes.Map<SettingsEndpoints>(SecretOperations.List, static (e, c) => e.ListSecretsAsync(c));
        routes.Map<SettingsEndpoints>(SecretOperations.Put, static (e, c) => e.PutSecretAsync(c));
        routes.Map<SettingsEndpoints>(SecretOperations.Delete, static (e, c) => e.DeleteSecretAsync(c));
    }

    private async Task ListGlobalsAsync(HttpContext context)
    {
        var page = QueryReader.ReadNamedPage(context.Request.Query);
        var all = await settings.ListGlobalSettingsAsync(context.RequestAborted).ConfigureAwait(false);
        await Answer.ListByNameAsync(context, page, all, static s => s.Key, GlobalSettingResponse.Of, ApiJson.Relaxed.GlobalSettingResponseArray)
            .ConfigureAwait(false);
    }

    private async Task GetGlobalAsync(HttpContext context)
    {
        var key = NameOf(context, "key");
        var setting = await settings.FindGlobalSettingAsync(key, context.RequestAborted).ConfigureAwait(false)
            ?? throw new EventBusNotFoundException($"There is no global setting '{FaultText.Show(key)}'.");
        await Answer.OkAsync(context, GlobalSettingResponse.Of(setting), ApiJson.Relaxed.GlobalSettingResponse).ConfigureAwait(false);
    }

    private async Task PutGlobalAsync(HttpContext context)
    {
        var body = await ReadBodyAsync(context).ConfigureAwait(false);
        var setting = await settings.SaveGlobalSettingAsync(NameOf(context, "key"), body, context.RequestAborted).ConfigureAwait(false);
        await Answer.OkAsync(context, GlobalSettingResponse.Of(setting), ApiJson.Relaxed.GlobalSettingResponse).ConfigureAwait(false);
    }

    private async Task DeleteGlobalAsync(HttpContext context)
    {
        await settings.DeleteGlobalSettingAsync(NameOf(context, "key"), context.RequestAborted).ConfigureAwait(false);
        await Answer.NoContentAsync(context).ConfigureAwait(false);
    }

    private async Task ListAdaptersAsync(HttpContext context)
    {
        var page = QueryReader.ReadNamedPage(context.Request.Query);
        var all = await settings.ListAdapterSettingsAsync(context.RequestAborted).ConfigureAwait(false);
        await Answer.ListByNameAsync(
            context, page, all, static s => s.Adapter, AdapterSettingsResponse.Of, ApiJson.Relaxed.AdapterSettingsResponseArray).ConfigureAwait(false);
    }

    private async Task GetAdapterAsync(HttpContext context)
    {
        var name = NameOf(context, "name");
        var stored = await settings.FindAdapterSettingsAsync(name, context.RequestAborted).ConfigureAwait(false)
            ?? throw new EventBusNotFoundException($"No settings are written for an adapter '{FaultText.Show(name)}'.");
        await Answer.OkAsync(context, AdapterSettingsResponse.Of(stored), ApiJson.Relaxed.AdapterSettingsResponse).ConfigureAwait(false);
    }

    private async Task PutAdapterAsync(HttpContext context)
    {
        Answer.KeepNowhere(context);
        var body = await ReadBodyAsync(context).ConfigureAwait(false);
        var stored = await settings.SaveAdapterSettingsAsync(NameOf(context, "name"), body, context.RequestAborted).ConfigureAwait(false);
        await Answer.OkAsync(context, AdapterSettingsResponse.Of(stored), ApiJson.Relaxed.AdapterSettingsResponse).ConfigureAwait(false);
    }

    private async Task DeleteAdapterAsync(HttpContext context)
    {
        await settings.DeleteAdapterSettingsAsync(NameOf(context, "name"), context.RequestAborted).ConfigureAwait(false);
        await Answer.NoContentAsync(context).ConfigureAwait(false);
    }

    private async Task ListSecretsAsync(HttpContext context)
    {
        Answer.KeepNowhere(context);
        var page = QueryReader.ReadNamedPage(context.Request.Query);
        var all = await settings.ListSecretNamesAsync(context.RequestAborted).ConfigureAwait(false);
        await Answer.ListByNameAsync(context, page, all, static n => n, static n => n, ApiJson.Relaxed.StringArray).ConfigureAwait(false);
    }

    private async Task PutSecretAsync(HttpContext context)
    {
        Answer.KeepNowhere(context);
        var body = await ReadBodyAsync(context).ConfigureAwait(false);
        await settings.SaveSecretAsync(NameOf(context, "name"), body, context.RequestAborted).ConfigureAwait(false);
        await Answer.NoContentAsync(context).ConfigureAwait(false);
    }

    private async Task DeleteSecretAsync(HttpContext context)
    {
        Answer.KeepNowhere(context);
        await settings.DeleteSecretAsync(NameOf(context, "name"), context.RequestAborted).ConfigureAwait(false);
        await Answer.NoContentAsync(context).ConfigureAwait(false);
    }

    private static string NameOf(HttpContext context, string value) => (string)context.Request.RouteValues[value]!;

    private ValueTask<ReadOnlyMemory<byte>> ReadBodyAsync(HttpContext context) => RequestBody.ReadAsync(context.Request, options.Value.MaxBodyBytes);
}
