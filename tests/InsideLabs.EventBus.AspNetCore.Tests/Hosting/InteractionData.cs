using System.Net;

namespace InsideLabs.EventBus.AspNetCore.Tests.Hosting;

/// <summary>The reference data of orders that are created in a shop.</summary>
internal static class InteractionData
{
    public static async Task<(Guid ResourceType, Guid Action, Guid Origin)> CreateAsync(ApiHost api) => (
        await CreateAsync(api, "/api/resource-types", "ORDER"),
        await CreateAsync(api, "/api/actions", "CREATE"),
        await CreateAsync(api, "/api/origins", "SHOP"));

    private static async Task<Guid> CreateAsync(ApiHost api, string path, string mnemonic)
    {
        var created = await api.PostAsync(path, $$"""{"mnemonic":"{{mnemonic}}","title":"{{mnemonic}}"}""");
        created.Status.Should().Be(HttpStatusCode.Created, created.Text);
        return created.Json.GetProperty("id").GetGuid();
    }
}
