namespace InsideLabs.EventBus.Rendering;

/// <summary>The types of JSON, and the lack of a value.</summary>
internal enum TemplateValueKind
{
    /// <summary>There is no value.</summary>
    Missing = 0,

    /// <summary>null.</summary>
    Null,

    /// <summary>true.</summary>
    True,

    /// <summary>false.</summary>
    False,

    /// <summary>A number.</summary>
    Number,

    /// <summary>A string.</summary>
    Text,

    /// <summary>An array.</summary>
    List,

    /// <summary>An object.</summary>
    Members,
}
