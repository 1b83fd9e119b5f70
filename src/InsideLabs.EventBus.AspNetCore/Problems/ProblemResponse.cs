using System.Text.Json.Serialization;
using InsideLabs.EventBus.Errors;
using Microsoft.AspNetCore.WebUtilities;

namespace InsideLabs.EventBus.AspNetCore.Problems;

/// <summary>An error (RFC 9457, application/problem+json). Rely on <c>code</c>; every other text is for people.</summary>
internal sealed record ProblemResponse
{
    /// <summary>Always <c>about:blank</c>: the meaning is in <c>code</c>.</summary>
    public string Type { get; init; } = "about:blank";

    /// <summary>The HTTP status in words.</summary>
    public required string Title { get; init; }

    /// <summary>The HTTP status.</summary>
    public required int Status { get; init; }

    /// <summary>What is wrong and the way out, for people.</summary>
    public required string Detail { get; init; }

    /// <summary>The stable code of the first error.</summary>
    public required string Code { get; init; }

    /// <summary>Every fault of a refused input (status 400 only).</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<FaultResponse>? Errors { get; init; }

    public static ProblemResponse Of(int status, string code, string detail, IReadOnlyList<Fault>? faults) => new()
    {
        Title = ReasonPhrases.GetReasonPhrase(status),
        Status = status,
        Detail = detail,
        Code = code,
        Errors = faults?.Select(f => new FaultResponse { Field = f.Field, Code = f.Code, Message = f.Message }).ToArray(),
    };
}

/// <summary>One fault of a refused input.</summary>
internal sealed record FaultResponse
{
    /// <summary>The path of the offending field, such as <c>labels[3]</c>; empty for the whole input.</summary>
    public required string Field { get; init; }

    /// <summary>A stable code.</summary>
    public required string Code { get; init; }

    /// <summary>The value and the way out, for people.</summary>
    public required string Message { get; init; }
}
