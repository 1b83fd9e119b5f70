using System.Security.Cryptography;
using System.Text;

namespace InsideLabs.EventBus.Rendering.Functions;

/// <summary>Functions that write a value in another form, and those that make ids.</summary>
internal static class EncodingFunctions
{
    public static IEnumerable<FunctionDefinition> All { get; } =
    [
        new("json", 1, 1, call => FunctionResult.Of(call[0].ToJson())) { Nothing = NothingRule.TakesNull },
        new("url.encode", 1, 1, call => FunctionResult.Of(Uri.EscapeDataString(call.Text(0)))),
        new("html.encode", 1, 1, call => FunctionResult.Of(EncodeHtml(call.Text(0)))),
        new("base64.encode", 1, 1, call => FunctionResult.Of(Convert.ToBase64String(Utf8Of(call)))),
        new("hash.sha256", 1, 1, call => FunctionResult.Of(Convert.ToHexStringLower(SHA256.HashData(Utf8Of(call))))),
        new("uuid", 0, 0, call => FunctionResult.Of(call.Context.NewUuid().ToString("D"))),
        new("ulid", 0, 0, call => FunctionResult.Of(call.Context.NewUlid())),
    ];

    private static byte[] Utf8Of(FunctionCall call) => Encoding.UTF8.GetBytes(call.Text(0));

    private static string EncodeHtml(string text)
    {
        var encoded = new StringBuilder(text.Length);
        foreach (var character in text)
        {
            _ = character switch
            {
                '&' => encoded.Append("&amp;"),
                '<' => encoded.Append("&lt;"),
                '>' => encoded.Append("&gt;"),
                '"' => encoded.Append("&quot;"),
                '\'' => encoded.Append("&#39;"),
                _ => encoded.Append(character),
            };
        }

        return encoded.ToString();
    }
}
