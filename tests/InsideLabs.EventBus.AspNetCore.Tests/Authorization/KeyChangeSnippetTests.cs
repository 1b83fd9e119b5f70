using InsideLabs.EventBus.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace InsideLabs.EventBus.AspNetCore.Tests.Authorization;

/// <summary>The code of docs/guides/running-the-event-server.md.</summary>
public sealed class KeyChangeSnippetTests
{
    [Fact]
    public async Task Two_keys_are_valid_while_one_is_changed()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Configuration["ApiKeyHashes:New"] = ApiKey.Hash(ApiKey.Generate());
        builder.Configuration["ApiKeyHashes:Old"] = ApiKey.Hash(ApiKey.Generate());

        builder.Services.AddAuthentication().AddInsideLabsApiKey(keys => keys
            .AddHash("new", builder.Configuration["ApiKeyHashes:New"]!)
            .AddHash("old", builder.Configuration["ApiKeyHashes:Old"]!));

        await using var app = builder.Build();
        app.Services.GetRequiredService<IOptionsMonitor<ApiKeyOptions>>().Get(ApiKeyDefaults.AuthenticationScheme).Names.Should().Equal("new", "old");
    }
}
