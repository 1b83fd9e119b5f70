using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using System.Text.Json.Nodes;
using InsideLabs.EventBus.AspNetCore.Requests;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace InsideLabs.EventBus.AspNetCore.OpenApi;

/// <summary>Says of our own types what their C# form cannot: which words a text may be, that raw JSON is an object, that answers are complete.</summary>
internal sealed class ApiSchemaTransformer : IOpenApiSchemaTransformer
{
    public Task TransformAsync(OpenApiSchema schema, OpenApiSchemaTransformerContext context, CancellationToken cancellationToken)
    {
        if (context.JsonPropertyInfo is { } property && ApiSchemaNames.IsOwn(property.DeclaringType))
        {
            Narrow(schema);
            if (schema.Items is OpenApiSchema items)
            {
                Narrow(items);
            }

            var type = Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType;
            if (property.AttributeProvider?.IsDefined(typeof(AnyJsonAttribute), inherit: true) is true)
            {
                schema.Type = null;
            }
            else if (type == typeof(JsonElement) || type.IsAssignableTo(typeof(JsonNode)))
            {
                var isNullable = type != property.PropertyType || (!type.IsValueType && property.IsGetNullable);
                schema.Type = isNullable ? JsonSchemaType.Object | JsonSchemaType.Null : JsonSchemaType.Object;
            }
            else if (schema.Properties is not null && property.IsGetNullable)
            {
                // The framework says that of values only.
                schema.Type = JsonSchemaType.Object | JsonSchemaType.Null;
            }

            if (property.AttributeProvider?.GetCustomAttributes(typeof(AllowedValuesAttribute), inherit: true) is [AllowedValuesAttribute allowed])
            {
                schema.Enum = [.. allowed.Values.Select(v => (JsonNode)JsonValue.Create((string)v!))];
            }
        }
        else if (ApiSchemaNames.IsOwn(context.JsonTypeInfo.Type)
            && context.JsonTypeInfo.Type.Name.EndsWith("Response", StringComparison.Ordinal)
            && schema.Properties is { } properties)
        {
            // Answers carry every documented property; only the faults of a problem stand where there are some.
            schema.Required = new HashSet<string>(properties.Keys.Where(p => p is not "errors"), StringComparer.Ordinal);
        }

        if (ApiSchemaNames.IsOwn(context.JsonTypeInfo.Type) && context.JsonTypeInfo.Type.Name.EndsWith("Request", StringComparison.Ordinal)
            && context.JsonPropertyInfo is null && schema.Properties is not null && context.JsonTypeInfo.Type != typeof(SubscriptionChangeRequest))
        {
            // A change ignores what an answer has besides, so that an answer can be sent back.
            schema.AdditionalPropertiesAllowed = false;
        }

        return Task.CompletedTask;
    }

    /// <summary>Numbers are numbers: the framework's own reading of them from texts is none of this API's.</summary>
    private static void Narrow(OpenApiSchema schema)
    {
        if (schema.Type is { } type && (type.HasFlag(JsonSchemaType.Integer) || type.HasFlag(JsonSchemaType.Number)))
        {
            schema.Type = type & ~JsonSchemaType.String;
            schema.Pattern = null;
        }
    }
}
