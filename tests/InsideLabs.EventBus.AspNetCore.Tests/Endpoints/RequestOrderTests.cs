using System.Text;
using InsideLabs.EventBus.AspNetCore.Tests.Hosting;
using InsideLabs.EventBus.Errors;

namespace InsideLabs.EventBus.AspNetCore.Tests.Endpoints;

/// <summary>What holds for every operation of interactions, reference data, subscribers and settings.</summary>
public sealed class RequestOrderTests
{
    private const string Id = "019667f3-8d4c-7a52-9e41-2f60a1b7c3d8";

    public static TheoryData<string, string> WithBody => new()
    {
        { "POST", "/api/interactions" },
        { "POST", "/api/resource-types" }, { "PUT", $"/api/resource-types/{Id}" },
        { "POST", "/api/actions" }, { "PUT", $"/api/actions/{Id}" },
        { "POST", "/api/origins" }, { "PUT", $"/api/origins/{Id}" },
        { "POST", "/api/subscribers" }, { "PUT", $"/api/subscribers/{Id}" },
        { "PUT", "/api/global-settings/a" }, { "PUT", "/api/adapter-settings/email" }, { "PUT", "/api/secrets/a" },
    };

    public static TheoryData<string, string> WithoutBody => new()
    {
        { "GET", $"/api/interactions/{Id}" },
        { "GET", $"/api/origins/{Id}" }, { "DELETE", $"/api/origins/{Id}" },
        { "GET", $"/api/subscribers/{Id}" }, { "DELETE", $"/api/subscribers/{Id}" },
        { "GET", "/api/global-settings/a" }, { "DELETE", "/api/global-settings/a" },
        { "GET", "/api/adapter-settings/email" }, { "DELETE", "/api/adapter-settings/email" },
        { "DELETE", "/api/secrets/a" },
    };

    [Theory]
    [MemberData(nameof(WithBody))]
    public async Task The_type_comes_first_then_the_size_then_the_JSON(string method, string path)
    {
        await using var api = await ApiHost.StartAsync();
        ReadOnlyMemory<byte> large = Encoding.UTF8.GetBytes(new string('{', (1024 * 1024) + 1));
        (await RawRequest.SendAsync(api.Address, method, path, large, "text/plain")).ShouldBeProblem(415, ErrorCodes.UnsupportedMediaType);
        (await RawRequest.SendAsync(api.Address, method, path, large)).ShouldBeProblem(413, ErrorCodes.PayloadTooLarge);
        (await RawRequest.SendAsync(api.Address, method, path, large[..10])).ShouldBeProblem(400, ErrorCodes.JsonMalformed);
        (await RawRequest.SendAsync(api.Address, method, path, new byte[] { 0x22, 0xC3, 0x22 })).ShouldBeProblem(400, ErrorCodes.JsonMalformed);
        (await RawRequest.SendAsync(api.Address, method, path, "{\"a\":1,\"a\":1}"u8.ToArray())).ShouldBeProblem(400, ErrorCodes.JsonDuplicateProperty);
        (await RawRequest.SendAsync(api.Address, method, path, "[]"u8.ToArray())).ShouldBeProblem(400, ErrorCodes.TypeMismatch);
        (await RawRequest.SendAsync(api.Address, method, path + "?x=1", "{}"u8.ToArray())).Faults.Should().Equal("x parameter_invalid");
    }

    [Theory]
    [MemberData(nameof(WithoutBody))]
    public async Task A_query_is_refused_where_there_is_none_and_what_is_missing_is_not_found(string method, string path)
    {
        await using var api = await ApiHost.StartAsync();
        (await api.SendAsync(new HttpMethod(method), path + "?x=1")).Faults.Should().Equal("x parameter_invalid");
        (await api.SendAsync(new HttpMethod(method), path)).ShouldBeProblem(404, ErrorCodes.NotFound);
    }

    [Theory]
    [InlineData("/api/interactions", "POST")]
    [InlineData("/api/resource-types", "GET, POST")]
    [InlineData("/api/subscribers/" + Id, "DELETE, GET, PUT")]
    [InlineData("/api/global-settings", "GET")]
    [InlineData("/api/adapter-settings/email", "DELETE, GET, PUT")]
    [InlineData("/api/secrets/a", "DELETE, PUT")]
    public async Task Another_method_is_told_which_the_path_knows(string path, string allowed)
    {
        await using var api = await ApiHost.StartAsync();
        var refused = await RawRequest.SendAsync(api.Address, "PATCH", path, "{}"u8.ToArray());
        refused.ShouldBeProblem(405, ErrorCodes.MethodNotAllowed);
        refused.Headers["Allow"].Should().Be(allowed);
    }
}
