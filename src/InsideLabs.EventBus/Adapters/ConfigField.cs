namespace InsideLabs.EventBus.Adapters;

/// <summary>What an adapter says about one field of its config or settings, so that templates in it are judged and rendered right.</summary>
/// <param name="Path">
/// The path below the config: <c>url</c>, <c>personalizations[].to[].email</c> (<c>[]</c> for every item of a list),
/// <c>headers.*</c> (<c>*</c> at the end for every property), <c>blocks.**</c> (<c>**</c> at the end for every field below, at any
/// depth, but not <c>blocks</c> itself). A path that names the field goes before one with <c>*</c>, that before one with
/// <c>**</c>, and of several with <c>**</c> the longest counts. A credential is named by its own path, not by <c>**</c>.
/// </param>
public sealed record ConfigField(string Path)
{
    /// <summary>How values are encoded where they land in the field. Default: <see cref="FieldEncoding.Json"/>.</summary>
    public FieldEncoding Encoding { get; init; }

    /// <summary>Whether <c>{{secrets.*}}</c> may stand here; elsewhere it is refused. Default: false.</summary>
    public bool AllowsSecrets { get; init; }

    /// <summary>
    /// Whether the field is a credential by nature: then secrets are allowed, and a value that is written out is encrypted at
    /// rest, shown as <c>***</c> and redacted from what the receiver answers. Default: false.
    /// </summary>
    public bool IsCredential { get; init; }

    /// <summary>Whether the adapter cannot do without a value: a template that finds none ends the delivery. Default: false.</summary>
    public bool IsRequired { get; init; }

    /// <summary>
    /// The code with which a delivery ends when the rendered text holds CR, LF or NUL, such as <c>header_value_invalid</c>; null
    /// when the field may hold them. Default: null.
    /// </summary>
    public string? SingleLineCode { get; init; }

    /// <summary>Whether a template may stand here at all: not in what decides how the config is read. Default: true.</summary>
    public bool AllowsTemplates { get; init; } = true;
}

/// <summary>How a value is encoded where it lands.</summary>
public enum FieldEncoding
{
    /// <summary>As JSON, like every field.</summary>
    Json = 0,

    /// <summary>Reserved characters are percent-encoded first, for the path and the query of a URL.</summary>
    Url = 1,

    /// <summary>The characters that mean something in HTML are escaped first.</summary>
    Html = 2,

    /// <summary>
    /// Only <c>&amp;</c>, <c>&lt;</c> and <c>&gt;</c> become entities first, for texts whose markup knows no others, such as Slack's: a
    /// value can then mention nobody.
    /// </summary>
    Markup = 3,
}
