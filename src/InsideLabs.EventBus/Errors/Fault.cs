namespace InsideLabs.EventBus.Errors;

/// <summary>One thing that is wrong with an input: where, which rule, and what to do about it.</summary>
/// <param name="Field">The path of the offending field, such as <c>labels[3]</c> or <c>config.url</c>; empty for the whole input.</param>
/// <param name="Code">A stable code from <see cref="ErrorCodes"/>.</param>
/// <param name="Message">A sentence for a person: the value and the way out. Not stable.</param>
public readonly record struct Fault(string Field, string Code, string Message);
