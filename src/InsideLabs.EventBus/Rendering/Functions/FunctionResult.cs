using InsideLabs.EventBus.Errors;

namespace InsideLabs.EventBus.Rendering.Functions;

/// <summary>What a function answers: a value, or why it has none.</summary>
/// <param name="Value">The value.</param>
/// <param name="Wrong">What is wrong with the arguments, without their values; null when there is a value.</param>
/// <param name="Code">Why the delivery cannot be made; null when it can.</param>
internal readonly record struct FunctionResult(TemplateValue Value, string? Wrong = null, string? Code = null)
{
    /// <summary>The answer would be larger than a document may be.</summary>
    public static FunctionResult TooLarge { get; } = new(TemplateValue.Missing, Wrong: null, ErrorCodes.TemplateLimitExceeded);

    public static FunctionResult Of(string text) => new(TemplateValue.Of(text));

    /// <summary>The arguments make no sense.</summary>
    /// <param name="what">What is wrong, such as <c>its first argument is no date</c>.</param>
    public static FunctionResult No(string what) => new(TemplateValue.Missing, what);
}
