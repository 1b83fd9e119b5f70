using InsideLabs.EventBus.Errors;

namespace InsideLabs.EventBus.Rendering;

/// <summary>What rendering gave.</summary>
public sealed record RenderedTemplate
{
    /// <summary>The document, JSON in UTF-8; of no use when there is a <see cref="Failure"/>.</summary>
    public ReadOnlyMemory<byte> Utf8Json { get; init; }

    /// <summary>What a person should know, such as the paths that led nowhere. Never holds a value.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];

    /// <summary>
    /// The secrets that went in, and what functions made of them: what must not come out again in an answer, a log or an audit.
    /// </summary>
    public IReadOnlyList<string> Secrets { get; init; } = [];

    /// <summary>Why the delivery cannot be made, ever; null when it can.</summary>
    public Fault? Failure { get; init; }
}
