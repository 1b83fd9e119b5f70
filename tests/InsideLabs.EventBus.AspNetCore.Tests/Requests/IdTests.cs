using System.Net;
using InsideLabs.EventBus.AspNetCore.Tests.Hosting;

namespace InsideLabs.EventBus.AspNetCore.Tests.Requests;

public sealed class IdTests
{
    [Theory]
    [InlineData("{0}%20")]
    [InlineData("%20{0}")]
    [InlineData("{0}%0A")]
    [InlineData("%09{0}")]
    [InlineData("{0}%C2%A0")]
    public async Task An_id_with_white_space_around_it_is_malformed(string written)
    {
        await using var api = await ApiHost.StartAsync();
        var id = (await api.SubscribeAsync()).GetProperty("id").GetString();
        var path = string.Format(System.Globalization.CultureInfo.InvariantCulture, written, id);

        (await api.GetAsync($"/api/subscriptions/{id}")).Status.Should().Be(HttpStatusCode.OK);
        (await api.GetAsync($"/api/subscriptions/{path}")).ShouldBeProblem(404, "not_found");
        (await api.GetAsync($"/api/subscriptions/{path}/schedule/preview")).ShouldBeProblem(404, "not_found");
        (await api.GetAsync($"/api/queue?subscriptionId={path}")).ShouldBeProblem(400, "parameter_invalid");
    }

    [Fact]
    public async Task An_id_with_white_space_around_it_refers_to_nothing()
    {
        await using var api = await ApiHost.StartAsync();

        var answer = await api.PostAsync(
            "/api/subscriptions",
            """{"resourceTypeId":" 019667f3-8d4c-7a52-9e41-2f60a1b7c3d8","actionId":"019667f3-8d4c-7a52-9e41-2f60a1b7c3d8\n","config":{"adapter":"adapter:recording"}}""");

        answer.ShouldBeProblem(400, "reference_unknown");
        answer.Json.GetProperty("errors")[0].GetProperty("message").GetString().Should().Contain("is no UUID");
    }
}
