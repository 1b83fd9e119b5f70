using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace EventServer.Health;

/// <summary>Health in the OpenAPI document: its endpoints are no operations of the API, but belong to the server.</summary>
internal sealed class HealthDescription : IOpenApiDocumentTransformer
{
    public Task TransformAsync(OpenApiDocument document, OpenApiDocumentTransformerContext context, CancellationToken cancellationToken)
    {
        document.Tags!.Add(new OpenApiTag { Name = "Health", Description = "For whoever runs the server. Needs no key." });
        Add(document, "/health/live", "getLiveness", "Does the process answer?", "text/plain", ("200", "It does."));
        Add(
            document,
            "/health/ready",
            "getReadiness",
            "Would a request be served?",
            "application/json",
            ("200", "Every check is healthy."),
            ("503", "At least one check is not; the body says which."));
        return Task.CompletedTask;
    }

    private static void Add(
        OpenApiDocument document,
        string path,
        string id,
        string summary,
        string contentType,
        params ReadOnlySpan<(string Status, string Description)> answers)
    {
        var responses = new OpenApiResponses();
        foreach (var (status, description) in answers)
        {
            responses[status] = new OpenApiResponse
            {
                Description = description,
                Content = new Dictionary<string, OpenApiMediaType>
                {
                    [contentType] = new()
                    {
                        Schema = new OpenApiSchema { Type = contentType == "text/plain" ? JsonSchemaType.String : JsonSchemaType.Object },
                    },
                },
            };
        }

        document.Paths[path] = new OpenApiPathItem
        {
            Operations = new Dictionary<HttpMethod, OpenApiOperation>
            {
                [HttpMethod.Get] = new()
                {
                    OperationId = id,
                    Summary = summary,
                    Tags = new HashSet<OpenApiTagReference> { new("Health", document) },
                    Security = [],
                    Responses = responses,
                },
            },
        };
    }
}
