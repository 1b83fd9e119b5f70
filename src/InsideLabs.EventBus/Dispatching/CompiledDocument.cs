using InsideLabs.EventBus.Errors;
using InsideLabs.EventBus.Rendering;

namespace InsideLabs.EventBus.Dispatching;

/// <summary>A config or settings, compiled; or why they cannot be, which the host's newer rules may bring about.</summary>
/// <param name="Template">The compiled document; null when there is a fault.</param>
/// <param name="Fault">What is wrong with it.</param>
/// <param name="IsStrict">Whether an expression without a value ends the delivery.</param>
internal sealed record CompiledDocument(ITemplate? Template, Fault? Fault, bool IsStrict);
