using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using InsideLabs.EventBus.AspNetCore.Problems;
using InsideLabs.EventBus.AspNetCore.Responses;
using InsideLabs.EventBus.Errors;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.OpenApi;

namespace InsideLabs.EventBus.AspNetCore.OpenApi;

/// <summary>Writes what an <see cref="ApiOperation"/> says into the document.</summary>
internal sealed class ApiOperationTransformer : IOpenApiOperationTransformer
{
    private const string Json = "application/json";

    public async Task TransformAsync(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        if (context.Description.ActionDescriptor.EndpointMetadata.OfType<ApiOperation>().FirstOrDefault() is not { } described)
        {
            return;
        }

        var document = context.Document!;
        operation.OperationId = described.Id;
        operation.Summary = described.Summary;
        operation.Description = described.Description.Length == 0 ? null : described.Description;
        operation.Tags = new HashSet<OpenApiTagReference> { new(described.Tag, document) };
        operation.Parameters = [.. described.Parameters.Select(Parameter)];
        operation.RequestBody = described.Request is { } request
            ? new OpenApiRequestBody { Required = true, Content = Body(await BodySchemaAsync(request).ConfigureAwait(false), request.Example) }
            : null;
        operation.Responses = new OpenApiResponses
        {
            [Text(described.Answer.Status)] = await AnswerAsync(described.Answer).ConfigureAwait(false),
        };
        var problem = await ReferenceAsync(typeof(ProblemResponse)).ConfigureAwait(false);
        var refusals = described.Codes.Concat(ApiOperation.Everywhere)
            .Distinct(StringComparer.Ordinal)
            .Select(ProblemExamples.Of)
            .Concat(described.ConflictCodes.Select(ProblemExamples.AsConflict));
        foreach (var status in refusals.GroupBy(e => e.Status).OrderBy(g => g.Key))
        {
            operation.Responses[Text(status.Key)] = Refusal(status.Key, [.. status], problem);
        }

        if (described.IsConditional)
        {
            operation.Responses["304"] = new OpenApiResponse { Description = "The caller has this version already." };
        }

        async Task<IOpenApiSchema> BodySchemaAsync(ApiContent content)
        {
            var single = await ReferenceAsync(content.Type).ConfigureAwait(false);
            return content.OrArray ? OneOrMany(single) : single;
        }

        async Task<OpenApiResponse> AnswerAsync(ApiAnswer answer)
        {
            var response = new OpenApiResponse { Description = answer.Description };
            if (answer.Headers.Count > 0)
            {
                response.Headers = Headers(answer.Headers);
            }

            if (answer.Type is not null)
            {
                var single = await ReferenceAsync(answer.Type).ConfigureAwait(false);
                var schema = answer switch
                {
                    { IsLikeRequest: true } => OneOrMany(single),
                    { IsArray: true } => new OpenApiSchema { Type = JsonSchemaType.Array, Items = single },
                    _ => single,
                };
                response.Content = Body(schema, answer.Example!);
            }

            return response;
        }

        async Task<IOpenApiSchema> ReferenceAsync(Type type)
        {
            if (type == typeof(string))
            {
                return new OpenApiSchema { Type = JsonSchemaType.String };
            }

            var id = ApiSchemaNames.Of(type);
            if (document.Components?.Schemas?.ContainsKey(id) is not true)
            {
                document.AddComponent(id, await context.GetOrCreateSchemaAsync(type, parameterDescription: null, cancellationToken).ConfigureAwait(false));
            }

            return new OpenApiSchemaReference(id, document);
        }
    }

    private static Dictionary<string, IOpenApiHeader> Headers(IReadOnlyList<(string Name, string Description)> headers) => headers.ToDictionary(
        h => h.Name,
        IOpenApiHeader (h) => new OpenApiHeader { Description = h.Description, Schema = new OpenApiSchema { Type = JsonSchemaType.String } },
        StringComparer.Ordinal);

    private static OpenApiSchema OneOrMany(IOpenApiSchema single) => new()
    {
        OneOf = [single, new OpenApiSchema { Type = JsonSchemaType.Array, Items = single, MinItems = 1, MaxItems = 1000 }],
    };

    private static Dictionary<string, OpenApiMediaType> Body(IOpenApiSchema schema, string example) => new(StringComparer.Ordinal)
    {
        [Json] = new OpenApiMediaType { Schema = schema, Example = JsonNode.Parse(example) },
    };

    private static OpenApiResponse Refusal(int status, IReadOnlyList<ProblemExample> examples, IOpenApiSchema problem) => new()
    {
        Headers = status == StatusCodes.Status503ServiceUnavailable ? Headers([ApiParameters.RetryAfter]) : null,
        Description = $"{ReasonPhrases.GetReasonPhrase(status)}: {string.Join(", ", examples.Select(e => $"`{e.Code}`"))}.",
        Content = new Dictionary<string, OpenApiMediaType>(StringComparer.Ordinal)
        {
            [Problem.ContentType] = new OpenApiMediaType
            {
                Schema = problem,
                Examples = examples.ToDictionary(e => e.Code, IOpenApiExample (e) => new OpenApiExample { Value = Example(e) }, StringComparer.Ordinal),
            },
        },
    };

    private static JsonNode Example(ProblemExample example)
    {
        Fault[]? faults = example.HasFaults ? [new Fault(example.Field!, example.Code, example.Message)] : null;
        var problem = ProblemResponse.Of(example.Status, example.Code, example.Message, faults);
        return JsonSerializer.SerializeToNode(problem, ApiJson.Relaxed.ProblemResponse)!;
    }

    private static IOpenApiParameter Parameter(ApiParameter parameter) => new OpenApiParameter
    {
        Name = parameter.Name,
        In = parameter.In switch
        {
            "path" => ParameterLocation.Path,
            "header" => ParameterLocation.Header,
            _ => ParameterLocation.Query,
        },
        Required = parameter.In is "path",
        Description = parameter.Description,
        Schema = Schema(parameter),
        Example = parameter.Kind == ApiKind.Number
            ? int.Parse(parameter.Example, CultureInfo.InvariantCulture)
            : JsonValue.Create(parameter.Example),
    };

    private static OpenApiSchema Schema(ApiParameter parameter) => parameter.Kind switch
    {
        ApiKind.Id => new OpenApiSchema { Type = JsonSchemaType.String, Format = "uuid" },
        ApiKind.Instant => new OpenApiSchema { Type = JsonSchemaType.String, Format = "date-time" },
        ApiKind.Number => new OpenApiSchema { Type = JsonSchemaType.Integer, Minimum = "1", Maximum = Text(parameter.Max) },
        ApiKind.Word => new OpenApiSchema { Type = JsonSchemaType.String, Enum = [.. parameter.Words.Select(w => (JsonNode)JsonValue.Create(w))] },
        _ => new OpenApiSchema { Type = JsonSchemaType.String },
    };

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
