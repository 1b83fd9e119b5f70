namespace InsideLabs.EventBus.Rendering.Expressions;

/// <summary>A piece of a text with templates: either as it is written, or an expression.</summary>
/// <param name="Literal">What is written; null for an expression.</param>
/// <param name="Expression">The expression; null for what is written.</param>
internal readonly record struct TextPiece(string? Literal, Expression? Expression);
