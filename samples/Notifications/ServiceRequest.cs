using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace Notifications;

/// <summary>A request as a service got it.</summary>
/// <param name="Line">Method and path.</param>
/// <param name="Headers">The headers.</param>
/// <param name="Body">The bytes of the body.</param>
internal sealed record ServiceRequest(string Line, IHeaderDictionary Headers, byte[] Body)
{
    /// <summary>The body as one line, for people. No secret is in it: those travel in headers and URLs.</summary>
    public string Shown => Encoding.UTF8.GetString(Body);

    public static async Task<ServiceRequest> ReadAsync(HttpRequest request)
    {
        using var body = new MemoryStream();
        await request.Body.CopyToAsync(body);
        return new ServiceRequest($"{request.Method} {request.Path}", new HeaderDictionary(request.Headers.ToDictionary(StringComparer.OrdinalIgnoreCase)), body.ToArray());
    }

    /// <summary>Whether the body is this JSON, whatever its white space and the order of its properties.</summary>
    public bool Holds(string json) => JsonNode.DeepEquals(JsonNode.Parse(Body), JsonNode.Parse(json));
}
