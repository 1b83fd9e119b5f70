using System.Buffers;
using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace InsideLabs.EventBus.AspNetCore.Authorization;

/// <summary>Refuses a request with a problem (RFC 9457).</summary>
internal static class AuthorizationProblem
{
    public static async Task WriteAsync(HttpResponse response, int status, string title, string code, string detail)
    {
        var body = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(body))
        {
            json.WriteStartObject();
            json.WriteString("type"u8, "about:blank"u8);
            json.WriteString("title"u8, title);
            json.WriteNumber("status"u8, status);
            json.WriteString("detail"u8, detail);
            json.WriteString("code"u8, code);
            json.WriteEndObject();
        }

        response.StatusCode = status;
        response.ContentType = "application/problem+json";
        response.ContentLength = body.WrittenCount;
        await response.Body.WriteAsync(body.WrittenMemory, response.HttpContext.RequestAborted).ConfigureAwait(false);
    }
}
