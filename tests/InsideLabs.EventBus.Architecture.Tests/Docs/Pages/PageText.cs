using System.Text.Json;

namespace InsideLabs.EventBus.Architecture.Tests.Docs.Pages;

/// <summary>Compares what a page says with what is. A text that ends with … stands for any text that begins so.</summary>
internal static class PageText
{
    private const char Anything = '…';

    public static bool IsLike(string documented, string actual) =>
        documented.EndsWith(Anything) ? actual.StartsWith(documented[..^1], StringComparison.Ordinal) : documented == actual;

    public static bool IsLike(JsonElement documented, JsonElement actual) =>
        documented.ValueKind == actual.ValueKind && documented.ValueKind switch
        {
            JsonValueKind.Object => documented.EnumerateObject().Count() == actual.EnumerateObject().Count()
                && documented.EnumerateObject().All(p => actual.TryGetProperty(p.Name, out var value) && IsLike(p.Value, value)),
            JsonValueKind.Array => documented.GetArrayLength() == actual.GetArrayLength()
                && documented.EnumerateArray().Zip(actual.EnumerateArray()).All(pair => IsLike(pair.First, pair.Second)),
            JsonValueKind.String => IsLike(documented.GetString()!, actual.GetString()!),
            _ => documented.GetRawText() == actual.GetRawText(),
        };
}
