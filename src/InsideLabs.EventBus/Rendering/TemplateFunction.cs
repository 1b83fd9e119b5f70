using System.Text.Json.Nodes;

namespace InsideLabs.EventBus.Rendering;

/// <summary>
/// A function that a host adds to its templates: <c>{{function.name(…)}}</c>. It must be pure and quick: it runs for every attempt.
/// </summary>
/// <param name="Name">Its name after <c>function.</c>: words of <c>[A-Za-z][A-Za-z0-9_]*</c> joined by dots, such as <c>shop.price</c>.</param>
/// <param name="Invoke">
/// What it does; null for no value. An <see cref="ArgumentException"/> says that the arguments make no sense: its message becomes a
/// warning, and there is no value.
/// </param>
public sealed record TemplateFunction(string Name, Func<TemplateCall, JsonNode?> Invoke);

/// <summary>One call of a <see cref="TemplateFunction"/>.</summary>
/// <param name="Arguments">The values of the arguments, in order; null for no value.</param>
/// <param name="Now">The time of the attempt.</param>
public sealed record TemplateCall(IReadOnlyList<JsonNode?> Arguments, DateTimeOffset Now);
