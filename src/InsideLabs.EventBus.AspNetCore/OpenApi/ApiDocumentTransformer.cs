using InsideLabs.EventBus.AspNetCore.Authorization;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace InsideLabs.EventBus.AspNetCore.OpenApi;

/// <summary>Writes what holds for the API as a whole: what it is, its groups, and how a caller says who it is.</summary>
internal sealed class ApiDocumentTransformer : IOpenApiDocumentTransformer
{
    private const string KeyScheme = "apiKey";

    private static readonly (string Name, string Description)[] Tags =
    [
        ("Subscriptions", "Who wants to know what, and where it is delivered."),
        ("Events", "What happened, and what can happen."),
        ("Interactions", "What somebody did to a resource."),
        ("Reference data", "What interactions are made of: resource types, actions and origins."),
        ("Subscribers", "Who is told, and how to reach them."),
        ("Queue", "What is on its way."),
        ("Audits", "What became of every attempt."),
        ("Adapters", "Where deliveries can go, and what they need to work here."),
        ("Settings", "What templates use: `{{global.key}}` and `{{secrets.name}}`."),
    ];

    public Task TransformAsync(OpenApiDocument document, OpenApiDocumentTransformerContext context, CancellationToken cancellationToken)
    {
        document.Info = new OpenApiInfo
        {
            Title = "InsideLabs.EventBus",
            Version = "v1",
            Description =
                "Publish typed events and record interactions, subscribe to them, and see what became of every delivery. Errors are `application/problem+json` with a stable "
                + "`code`; a refused input names every fault at once. Lists are bare arrays; with `limit` they come in pages, linked by the `Link` header.",
            License = new OpenApiLicense { Name = "MIT", Identifier = "MIT" },
        };

        // Relative, so that the document is the same wherever the server runs.
        document.Servers = [new OpenApiServer { Url = "/", Description = "The server that served this document." }];
        document.Tags = new HashSet<OpenApiTag>(Tags.Select(t => new OpenApiTag { Name = t.Name, Description = t.Description }));
        document.Components ??= new OpenApiComponents();
        document.Components.SecuritySchemes = new Dictionary<string, IOpenApiSecurityScheme>(StringComparer.Ordinal)
        {
            [KeyScheme] = new OpenApiSecurityScheme
            {
                Type = SecuritySchemeType.ApiKey,
                In = ParameterLocation.Header,
                Name = ApiKeyDefaults.HeaderName,
                Description = "Required where the server has keys.",
            },
        };
        document.Security = [new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference(KeyScheme, document)] = [] }];
        return Task.CompletedTask;
    }
}
