using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace InsideLabs.EventBus.Mutations.Contract;

/// <summary>What the server promises: read from its own OpenAPI document, so that an operation that joins is covered without a change here.</summary>
internal sealed class ApiContract
{
    private ApiContract(IReadOnlyList<Operation> operations)
    {
        All = operations;
        Mutating = [.. operations.Where(o => o.Mutates)];
        Statuses = operations.SelectMany(o => o.Answers.Keys).ToHashSet();
        Codes = operations.SelectMany(o => o.Answers.Values).SelectMany(c => c).ToHashSet(StringComparer.Ordinal);
    }

    public IReadOnlyList<Operation> All { get; }

    public IReadOnlyList<Operation> Mutating { get; }

    /// <summary>Every status of every operation.</summary>
    public IReadOnlySet<int> Statuses { get; }

    /// <summary>Every code of every operation.</summary>
    public IReadOnlySet<string> Codes { get; }

    /// <summary>Reads a document.</summary>
    /// <param name="openApi">The document.</param>
    /// <param name="target">Where deliveries may go: replaces every URL of the examples.</param>
    public static ApiContract Read(ReadOnlyMemory<byte> openApi, Uri target)
    {
        using var document = JsonDocument.Parse(openApi);
        return new ApiContract(
        [
            .. from path in document.RootElement.GetProperty("paths").EnumerateObject()
               from operation in path.Value.EnumerateObject()
               where operation.Name is "get" or "put" or "post" or "delete" or "patch"
               select ReadOperation(path.Name, operation.Name.ToUpperInvariant(), operation.Value, target),
        ]);
    }

    private static Operation ReadOperation(string path, string method, JsonElement operation, Uri target) => new()
    {
        Method = method,
        Path = path,
        Answers = operation.GetProperty("responses").EnumerateObject().ToDictionary(
            r => int.Parse(r.Name, CultureInfo.InvariantCulture),
            r => (IReadOnlySet<string>)CodesOf(r.Value).ToHashSet(StringComparer.Ordinal)),
        Example = ExampleOf(operation, target),
        QueryParameters = operation.TryGetProperty("parameters", out var parameters)
            ? [.. parameters.EnumerateArray().Where(p => p.GetProperty("in").ValueEquals("query")).Select(p => p.GetProperty("name").GetString()!)]
            : [],
    };

    private static IEnumerable<string> CodesOf(JsonElement response)
    {
        if (!response.TryGetProperty("content", out var content) || !content.TryGetProperty("application/problem+json", out var problem))
        {
            yield break;
        }

        if (problem.TryGetProperty("example", out var example))
        {
            yield return example.GetProperty("code").GetString()!;
        }

        if (problem.TryGetProperty("examples", out var examples))
        {
            foreach (var one in examples.EnumerateObject())
            {
                yield return one.Value.GetProperty("value").GetProperty("code").GetString()!;
            }
        }
    }

    private static string? ExampleOf(JsonElement operation, Uri target)
    {
        if (!operation.TryGetProperty("requestBody", out var body))
        {
            return null;
        }

        var content = body.GetProperty("content").GetProperty("application/json");
        if (!content.TryGetProperty("example", out var example))
        {
            return "{}";
        }

        var node = JsonNode.Parse(example.GetRawText())!;
        Redirect(node, target);
        return node.ToJsonString();
    }

    /// <summary>An example names somebody else's server; nothing may be sent there.</summary>
    private static void Redirect(JsonNode node, Uri target)
    {
        foreach (var (parent, value) in Children(node).ToArray())
        {
            if (value is JsonValue text && text.TryGetValue(out string? url) && url.StartsWith("http", StringComparison.OrdinalIgnoreCase))
            {
                text.ReplaceWith(target.AbsoluteUri);
            }
            else
            {
                Redirect(value, target);
            }
        }
    }

    private static IEnumerable<(JsonNode Parent, JsonNode Value)> Children(JsonNode node) => node switch
    {
        JsonObject members => members.Where(m => m.Value is not null).Select(m => (node, m.Value!)),
        JsonArray items => items.Where(i => i is not null).Select(i => (node, i!)),
        _ => [],
    };
}
