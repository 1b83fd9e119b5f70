using System.Text.Json;
using InsideLabs.EventBus.AspNetCore.OpenApi;
using InsideLabs.EventBus.AspNetCore.Tests.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace InsideLabs.EventBus.AspNetCore.Tests.OpenApi;

public sealed class OpenApiDocumentTests
{
    [Fact]
    public async Task The_document_is_OpenAPI_3_1_and_describes_every_endpoint_of_the_API()
    {
        await using var api = await StartAsync();
        var document = await ReadAsync(api);

        document.GetProperty("openapi").GetString().Should().StartWith("3.1.");
        var described = Operations(document).Select(o => $"{o.Method} {o.Path}");
        described.Should().BeEquivalentTo(Mapped(api)).And.HaveCountGreaterThan(20);
    }

    [Fact]
    public async Task Every_operation_has_an_id_a_summary_a_tag_and_an_example_of_every_answer()
    {
        await using var api = await StartAsync();
        foreach (var (path, method, operation) in Operations(await ReadAsync(api)))
        {
            operation.GetProperty("operationId").GetString().Should().NotBeNullOrEmpty();
            operation.GetProperty("summary").GetString().Should().NotBeNullOrEmpty();
            operation.GetProperty("tags").GetArrayLength().Should().Be(1);
            foreach (var response in operation.GetProperty("responses").EnumerateObject())
            {
                response.Value.GetProperty("description").GetString().Should().NotBeNullOrEmpty();
                if (response.Value.TryGetProperty("content", out var content))
                {
                    var body = content.EnumerateObject().Single();
                    body.Name.Should().Be(response.Name[0] == '2' ? "application/json" : "application/problem+json");
                    (body.Value.TryGetProperty("example", out _) || body.Value.TryGetProperty("examples", out _))
                        .Should().BeTrue(because: $"{method} {path} shows what {response.Name} looks like");
                }
                else
                {
                    response.Name.Should().BeOneOf("204", "304");
                }
            }
        }
    }

    [Fact]
    public async Task Operation_ids_are_unique()
    {
        await using var api = await StartAsync();
        Operations(await ReadAsync(api)).Select(o => o.Operation.GetProperty("operationId").GetString()).Should().OnlyHaveUniqueItems();
    }

    [Fact]
    public async Task Every_example_of_a_problem_carries_the_code_and_status_it_stands_under()
    {
        await using var api = await StartAsync();
        foreach (var (_, _, operation) in Operations(await ReadAsync(api)))
        {
            foreach (var response in operation.GetProperty("responses").EnumerateObject().Where(r => r.Name[0] is '4' or '5'))
            {
                foreach (var example in response.Value.GetProperty("content").GetProperty("application/problem+json").GetProperty("examples").EnumerateObject())
                {
                    var value = example.Value.GetProperty("value");
                    value.GetProperty("code").GetString().Should().Be(example.Name);
                    value.GetProperty("status").GetInt32().ToString().Should().Be(response.Name);
                }
            }
        }
    }

    [Fact]
    public async Task Everywhere_a_caller_may_be_turned_away_and_the_store_may_fail()
    {
        await using var api = await StartAsync();
        foreach (var (_, _, operation) in Operations(await ReadAsync(api)))
        {
            operation.GetProperty("responses").EnumerateObject().Select(r => r.Name).Should().Contain(["401", "403", "500", "503"]);
        }
    }

    [Fact]
    public async Task The_security_scheme_is_the_key_in_its_header()
    {
        await using var api = await StartAsync();
        var document = await ReadAsync(api);
        var scheme = document.GetProperty("components").GetProperty("securitySchemes").GetProperty("apiKey");
        scheme.GetProperty("name").GetString().Should().Be("x-api-key");
        scheme.GetProperty("in").GetString().Should().Be("header");
        document.GetProperty("security")[0].TryGetProperty("apiKey", out _).Should().BeTrue();
    }

    [Fact]
    public async Task A_number_is_a_number_and_a_word_one_of_its_words()
    {
        await using var api = await StartAsync();
        var item = (await ReadAsync(api)).GetProperty("components").GetProperty("schemas").GetProperty("QueueItem");
        item.GetProperty("properties").GetProperty("attempts").GetProperty("type").GetString().Should().Be("integer");
        item.GetProperty("properties").GetProperty("status").GetProperty("enum").GetArrayLength().Should().Be(6);
        item.GetProperty("required").GetArrayLength().Should().Be(item.GetProperty("properties").EnumerateObject().Count());
    }

    [Theory]
    [InlineData("SubscriptionRequest", "null for always")]
    [InlineData("SubscriptionChangeRequest", "null clears it")]
    [InlineData("Subscription", "null for always")]
    [InlineData("CreatedSubscription", "null for always")]
    public async Task A_delivery_schedule_may_be_null_and_says_what_it_is_made_of(string schema, string says)
    {
        await using var api = await StartAsync();
        var schedule = (await ReadAsync(api)).GetProperty("components").GetProperty("schemas").GetProperty(schema)
            .GetProperty("properties").GetProperty("delivery_schedule");

        schedule.GetProperty("type").EnumerateArray().Select(t => t.GetString()).Should().BeEquivalentTo("null", "object");
        schedule.GetProperty("description").GetString().Should().Contain(says);
        schedule.GetProperty("required").EnumerateArray().Select(r => r.GetString()).Should().Equal("timezone", "windows");
        schedule.GetProperty("properties").GetProperty("timezone").GetProperty("description").GetString().Should().Contain("IANA");
        var window = schedule.GetProperty("properties").GetProperty("windows").GetProperty("items");
        window.GetProperty("required").EnumerateArray().Select(r => r.GetString()).Should().Equal("days", "startTime", "endTime");
        var fields = window.GetProperty("properties");
        fields.GetProperty("days").GetProperty("items").GetProperty("type").GetString().Should().Be("integer");
        fields.EnumerateObject().Should().OnlyContain(f => f.Value.GetProperty("description").GetString()!.Length > 0);
        fields.GetProperty("startTime").GetProperty("pattern").GetString().Should().NotContain("24:00");
        fields.GetProperty("endTime").GetProperty("pattern").GetString().Should().Contain("24:00");
    }

    [Fact]
    public async Task The_preview_says_its_parameters_with_their_ranges_and_that_an_opening_may_have_no_end()
    {
        await using var api = await StartAsync();
        var document = await ReadAsync(api);
        var preview = document.GetProperty("paths").GetProperty("/api/subscriptions/{id}/schedule/preview").GetProperty("get");

        preview.GetProperty("parameters").EnumerateArray().Select(p => p.GetProperty("name").GetString()).Should().Equal("id", "from", "count");
        var count = preview.GetProperty("parameters")[2].GetProperty("schema");
        (count.GetProperty("minimum").GetInt32(), count.GetProperty("maximum").GetInt32()).Should().Be((1, 1000));
        var opening = document.GetProperty("components").GetProperty("schemas").GetProperty("DeliveryOpening").GetProperty("properties");
        opening.GetProperty("opens").GetProperty("type").GetString().Should().Be("string");
        opening.GetProperty("closes").GetProperty("type").EnumerateArray().Select(t => t.GetString()).Should().BeEquivalentTo("null", "string");
    }

    /// <summary>The examples are what the schemas say: the first documented subscription has exactly the documented properties.</summary>
    [Fact]
    public async Task An_example_of_an_answer_has_the_properties_of_its_schema()
    {
        await using var api = await StartAsync();
        var document = await ReadAsync(api);
        var schemas = document.GetProperty("components").GetProperty("schemas");
        var compared = 0;
        foreach (var (path, method, operation) in Operations(document))
        {
            foreach (var response in operation.GetProperty("responses").EnumerateObject().Where(r => r.Name is "200" or "201" or "202"))
            {
                var body = response.Value.GetProperty("content").GetProperty("application/json");
                var schema = body.GetProperty("schema");
                schema = schema.TryGetProperty("items", out var items) ? items : schema.TryGetProperty("oneOf", out var oneOf) ? oneOf[0] : schema;
                var example = body.GetProperty("example");
                example = example.ValueKind == JsonValueKind.Array ? example[0] : example;
                if (schema.TryGetProperty("type", out var type))
                {
                    (type.GetString(), example.ValueKind).Should().Be(("string", JsonValueKind.String), "{0} {1} answers that", method, path);
                    continue;
                }

                var documented = schemas.GetProperty(schema.GetProperty("$ref").GetString()!.Split('/')[^1]).GetProperty("properties");
                example.EnumerateObject().Select(p => p.Name).Should().BeEquivalentTo(
                    documented.EnumerateObject().Select(p => p.Name), because: $"{method} {path} answers that");
                compared++;
            }
        }

        compared.Should().BeGreaterThan(15);
    }

    /// <summary>The examples of requests are accepted as they stand.</summary>
    [Fact]
    public async Task An_example_of_a_request_is_accepted()
    {
        await using var api = await StartAsync();
        var operations = Operations(await ReadAsync(api)).ToDictionary(o => o.Operation.GetProperty("operationId").GetString()!, o => o.Operation, StringComparer.Ordinal);
        string ExampleOf(string id) => operations[id].GetProperty("requestBody").GetProperty("content").GetProperty("application/json").GetProperty("example").ToString();

        var created = await api.PostAsync("/api/subscriptions", ExampleOf("createSubscription"));
        ((int)created.Status).Should().Be(201, created.Text);
        ((int)(await api.SendAsync(HttpMethod.Put, created.Headers["Location"], ExampleOf("updateSubscription"))).Status).Should().Be(200);
        ((int)(await api.PostAsync("/api/events", ExampleOf("publishEvents"))).Status).Should().Be(202);
        ((int)(await api.PostAsync("/api/queue/purge", ExampleOf("purgeQueue"))).Status).Should().Be(200);
        foreach (var (path, id) in new[] { ("resource-types", "ResourceType"), ("actions", "Action"), ("origins", "Origin"), ("subscribers", "Subscriber") })
        {
            var made = await api.PostAsync($"/api/{path}", ExampleOf($"create{id}"));
            ((int)made.Status).Should().Be(201, made.Text);
            ((int)(await api.SendAsync(HttpMethod.Put, made.Headers["Location"], ExampleOf($"update{id}"))).Status).Should().Be(200);
        }

        ((int)(await api.PostAsync("/api/interactions", ExampleOf("recordInteraction"))).Status).Should().Be(201);
        ((int)(await api.SendAsync(HttpMethod.Put, "/api/global-settings/company", ExampleOf("putGlobalSetting"))).Status).Should().Be(200);
        ((int)(await api.SendAsync(HttpMethod.Put, "/api/adapter-settings/email", ExampleOf("putAdapterSettings"))).Status).Should().Be(200);
        ((int)(await api.SendAsync(HttpMethod.Put, "/api/secrets/mailKey", ExampleOf("putSecret"))).Status).Should().Be(204);
    }

    private static Task<ApiHost> StartAsync() => ApiHost.StartAsync(configure: bus => bus.AddOpenApiDocument(), map: app => app.MapOpenApi());

    private static async Task<JsonElement> ReadAsync(ApiHost api) => (await api.GetAsync("/openapi/v1.json")).Json;

    private static IEnumerable<(string Path, string Method, JsonElement Operation)> Operations(JsonElement document) =>
        from path in document.GetProperty("paths").EnumerateObject()
        from operation in path.Value.EnumerateObject()
        select (path.Name, operation.Name.ToUpperInvariant(), operation.Value);

    private static IEnumerable<string> Mapped(ApiHost api) =>
        from endpoint in api.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
        let operation = endpoint.Metadata.GetMetadata<ApiOperation>()
        where operation is not null
        from method in endpoint.Metadata.GetMetadata<HttpMethodMetadata>()!.HttpMethods
        select $"{method} {endpoint.RoutePattern.RawText}";
}
