using InsideLabs.EventBus.AspNetCore.OpenApi;
using InsideLabs.EventBus.AspNetCore.Responses;
using InsideLabs.EventBus.Registration;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Describes the HTTP API.</summary>
public static class OpenApiExtensions
{
    /// <summary>
    /// Adds an OpenAPI 3.1 document that describes the HTTP API. <c>app.MapOpenApi()</c> serves it at
    /// <c>/openapi/{documentName}.json</c>.
    /// </summary>
    /// <param name="builder">The bus.</param>
    /// <param name="documentName">The document's name.</param>
    /// <param name="configure">Changes the document further, for endpoints of the host's own.</param>
    public static IEventBusBuilder AddOpenApiDocument(
        this IEventBusBuilder builder,
        string documentName = "v1",
        Action<OpenApiOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentException.ThrowIfNullOrWhiteSpace(documentName);
        builder.Services.ConfigureHttpJsonOptions(json => json.SerializerOptions.TypeInfoResolverChain.Add(ApiJson.Default));
        builder.Services.AddOpenApi(documentName, options =>
        {
            options.OpenApiVersion = OpenApiSpecVersion.OpenApi3_1;
            var inherited = options.CreateSchemaReferenceId;
            options.CreateSchemaReferenceId = type =>
                !ApiSchemaNames.IsOwn(type.Type) ? inherited(type) : ApiSchemaNames.IsPart(type.Type) ? null : ApiSchemaNames.Of(type.Type);
            options.AddDocumentTransformer<ApiDocumentTransformer>();
            options.AddOperationTransformer<ApiOperationTransformer>();
            options.AddSchemaTransformer<ApiSchemaTransformer>();
            configure?.Invoke(options);
        });
        return builder;
    }
}
