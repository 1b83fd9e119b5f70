using System.Net.Http.Headers;

namespace InsideLabs.EventBus.Adapters.Http;

/// <summary>Makes requests that carry JSON.</summary>
internal static class JsonPost
{
    private const string MediaType = "application/json";

    /// <summary>A body of JSON.</summary>
    /// <param name="utf8Json">The bytes, sent as they are.</param>
    public static HttpContent Content(ReadOnlyMemory<byte> utf8Json) =>
        new ReadOnlyMemoryContent(utf8Json) { Headers = { ContentType = new MediaTypeHeaderValue(MediaType) } };

    /// <summary>A request to a service.</summary>
    /// <param name="url">Where to.</param>
    /// <param name="utf8Json">The body.</param>
    /// <param name="bearerToken">The credential; null when the URL is one.</param>
    public static HttpRequestMessage To(Uri url, ReadOnlyMemory<byte> utf8Json, string? bearerToken)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, url) { Content = Content(utf8Json) };
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue(MediaType));
        if (bearerToken is not null)
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", bearerToken);
        }

        return request;
    }
}
