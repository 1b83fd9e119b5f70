using InsideLabs.EventBus.AspNetCore.Requests;

namespace InsideLabs.EventBus.AspNetCore.OpenApi;

/// <summary>Parameters and headers that several operations share.</summary>
internal static class ApiParameters
{
    public const string SampleId = "019667f3-8d4c-7a52-9e41-2f60a1b7c3d8";

    public static readonly ApiParameter Id = new("id", "path", ApiKind.Id, "The id. A malformed one is answered like an unknown one.", SampleId);

    public static readonly ApiParameter Limit =
        new("limit", "query", ApiKind.Number, "At most so many, then a `Link` to the next page; without it, all.", "100") { Max = QueryReader.MaxLimit };

    public static readonly ApiParameter After = new("after", "query", ApiKind.Id, "The id after which to go on.", SampleId);

    public static readonly ApiParameter AfterName = new("after", "query", ApiKind.Text, "The name after which to go on.", "company");

    public static readonly ApiParameter SubscriptionId =
        new("subscriptionId", "query", ApiKind.Id, "Only those of this subscription.", SampleId);

    public static readonly ApiParameter IfMatch = new(
        "If-Match", "header", ApiKind.Text, "The ETag of the version that the change is meant for; without it, whatever version there is.", "\"17\"");

    public static readonly ApiParameter IfNoneMatch = new(
        "If-None-Match", "header", ApiKind.Text, "The ETag of the version that the caller has; then the answer is 304 without a body.", "\"17\"");

    public static readonly (string Name, string Description) RetryAfter = ("Retry-After", "Seconds to wait before the next try.");

    public static readonly (string Name, string Description) ETag = ("ETag", "The subscription's version, for `If-Match`.");

    public static readonly (string Name, string Description) Location = ("Location", "Where the new thing is.");

    public static readonly (string Name, string Description) Link = ("Link", "The next page, `rel=\"next\"`, when a limit was given and there is one.");
}
