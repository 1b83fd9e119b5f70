namespace InsideLabs.EventBus.AspNetCore.OpenApi;

/// <summary>What the document calls a type: a client's author sees things, not our classes.</summary>
internal static class ApiSchemaNames
{
    private static readonly string OwnNamespace = typeof(ApiSchemaNames).Namespace![..typeof(ApiSchemaNames).Namespace!.LastIndexOf('.')];

    public static bool IsOwn(Type type) => type.Namespace?.StartsWith(OwnNamespace, StringComparison.Ordinal) is true;

    /// <summary>Whether a type is a part of others, written where they have it: there it is described by the property that holds it.</summary>
    public static bool IsPart(Type type) => type.Name.EndsWith("Body", StringComparison.Ordinal);

    public static string Of(Type type) =>
        type.Name.EndsWith("Response", StringComparison.Ordinal) ? type.Name[..^"Response".Length] : type.Name;
}
