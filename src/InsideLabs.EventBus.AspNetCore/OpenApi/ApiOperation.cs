using InsideLabs.EventBus.Errors;

namespace InsideLabs.EventBus.AspNetCore.OpenApi;

/// <summary>What the OpenAPI document says of an endpoint. Carried as its metadata, so that an endpoint cannot be without one.</summary>
/// <param name="Method">The HTTP method.</param>
/// <param name="Path">The path below the API's prefix.</param>
/// <param name="Id">The operation's id, for generated clients.</param>
/// <param name="Tag">The group it stands in.</param>
/// <param name="Summary">One line.</param>
internal sealed record ApiOperation(string Method, string Path, string Id, string Tag, string Summary)
{
    /// <summary>What else to know, in Markdown.</summary>
    public string Description { get; init; } = string.Empty;

    public IReadOnlyList<ApiParameter> Parameters { get; init; } = [];

    public ApiContent? Request { get; init; }

    public required ApiAnswer Answer { get; init; }

    /// <summary>Whether a caller that has the answer already is told so (304).</summary>
    public bool IsConditional { get; init; }

    /// <summary>The codes it refuses with, besides those of <see cref="Everywhere"/>.</summary>
    public IReadOnlyList<string> Codes { get; init; } = [];

    /// <summary>
    /// Codes of faults that it answers with 409 besides: what was true when the input was judged, and no longer when it was stored.
    /// </summary>
    public IReadOnlyList<string> ConflictCodes { get; init; } = [];

    /// <summary>What any operation may answer.</summary>
    public static IReadOnlyList<string> Everywhere { get; } =
        [ErrorCodes.Unauthorized, ErrorCodes.Forbidden, ErrorCodes.StoreUnavailable, ErrorCodes.StoreFull, ErrorCodes.InternalError];

    /// <summary>What an operation that takes a body may answer besides.</summary>
    public static IReadOnlyList<string> WithBody { get; } =
    [
        ErrorCodes.UnsupportedMediaType, ErrorCodes.PayloadTooLarge, ErrorCodes.RequestMalformed, ErrorCodes.JsonMalformed, ErrorCodes.JsonTooDeep,
        ErrorCodes.JsonDuplicateProperty, ErrorCodes.JsonInvalidString, ErrorCodes.PropertyUnknown, ErrorCodes.FieldRequired,
        ErrorCodes.TypeMismatch,
    ];

    /// <summary>What an operation whose body may hold templates may answer besides.</summary>
    public static IReadOnlyList<string> WithTemplates { get; } =
    [
        ErrorCodes.TemplateSyntax, ErrorCodes.TemplateFunctionUnknown, ErrorCodes.TemplateLimitExceeded, ErrorCodes.NamespaceForbidden,
        ErrorCodes.SecretSinkForbidden,
    ];

    /// <summary>What an operation whose body holds the config or the settings of an adapter may answer besides.</summary>
    public static IReadOnlyList<string> WithConfig { get; } =
    [
        ErrorCodes.AdapterUnknown, ErrorCodes.ConfigInvalid, ErrorCodes.ParameterInvalid, ErrorCodes.UrlMalformed,
        ErrorCodes.UrlSchemeForbidden, ErrorCodes.HttpsRequired, ErrorCodes.UrlUserinfoForbidden, ErrorCodes.UrlFragmentForbidden,
        ErrorCodes.UrlPortForbidden, ErrorCodes.UrlTooLong, ErrorCodes.UrlTemplateInHost, ErrorCodes.DestinationBlocked,
        ErrorCodes.HeaderValueInvalid, ErrorCodes.AddressInvalid, .. WithTemplates,
    ];
}

/// <summary>A parameter of a path, a query or a header.</summary>
/// <param name="Name">Its name.</param>
/// <param name="In"><c>path</c>, <c>query</c> or <c>header</c>.</param>
/// <param name="Kind">What its text is.</param>
/// <param name="Description">What it means.</param>
/// <param name="Example">A value that fits.</param>
internal sealed record ApiParameter(string Name, string In, ApiKind Kind, string Description, string Example)
{
    /// <summary>The words it may be, for <see cref="ApiKind.Word"/>.</summary>
    public IReadOnlyList<string> Words { get; init; } = [];

    /// <summary>The largest number, for <see cref="ApiKind.Number"/>.</summary>
    public int Max { get; init; }
}

/// <summary>What a parameter's text is.</summary>
internal enum ApiKind
{
    Text = 0,
    Id = 1,
    Number = 2,
    Instant = 3,
    Word = 4,
}

/// <summary>The body of a request.</summary>
/// <param name="Type">The type whose schema describes it.</param>
/// <param name="Example">A body that is accepted.</param>
/// <param name="OrArray">Whether an array of such bodies is taken too.</param>
internal sealed record ApiContent(Type Type, string Example, bool OrArray = false);

/// <summary>The answer of a success.</summary>
/// <param name="Status">The HTTP status.</param>
/// <param name="Description">What it means.</param>
/// <param name="Type">The type whose schema describes the body; null without a body.</param>
/// <param name="Example">An answer.</param>
internal sealed record ApiAnswer(int Status, string Description, Type? Type = null, string? Example = null)
{
    /// <summary>Whether the body is an array of <see cref="Type"/>.</summary>
    public bool IsArray { get; init; }

    /// <summary>Whether the body is an array exactly when the request's was.</summary>
    public bool IsLikeRequest { get; init; }

    /// <summary>The headers it carries: name and meaning.</summary>
    public IReadOnlyList<(string Name, string Description)> Headers { get; init; } = [];
}
