using InsideLabs.EventBus.Adapters;
using InsideLabs.EventBus.Rendering.Expressions;

namespace InsideLabs.EventBus.Rendering;

/// <summary>A string of a document that holds templates.</summary>
/// <param name="Path">Where it stands, for faults and warnings.</param>
/// <param name="Field">What is special about the field.</param>
/// <param name="Pieces">Its pieces; the literal ones as they stand between the quotes of a JSON string.</param>
internal sealed record TextPart(string Path, ConfigField Field, TextPart.Piece[] Pieces)
{
    /// <summary>Whether it is one expression and nothing else, which keeps the type of its value.</summary>
    public bool IsSole { get; } = Pieces is [{ Expression: not null }];

    /// <summary>Whether what it gives can come from the host's settings: then it may be a whole URL.</summary>
    public bool IsOfHost { get; } = Pieces is [{ Expression: { } expression }]
        && expression.Paths.Any(p => p.IsOfHost) && expression.Paths.All(p => p.IsOfHost);

    /// <summary>A piece: either literal or an expression.</summary>
    internal readonly record struct Piece(byte[] Literal, Expression? Expression);
}

/// <summary>A part of a document: bytes that are copied, or a string with templates.</summary>
/// <param name="Literal">The bytes.</param>
/// <param name="Text">The string; null for bytes.</param>
internal readonly record struct DocumentPart(ReadOnlyMemory<byte> Literal, TextPart? Text);
