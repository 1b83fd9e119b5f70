using System.Text.Json;
using InsideLabs.EventBus.Mutations.Wire;

namespace InsideLabs.EventBus.Mutations.Contract;

/// <summary>Says what is wrong with an answer.</summary>
internal sealed class Judge(ApiContract contract)
{
    /// <summary>What the server itself answers to broken HTTP, and the API to a path or method that it does not know.</summary>
    private static readonly HashSet<int> OfTheServer = [400, 404, 405, 408, 411, 413, 414, 415, 431];

    private static readonly HashSet<string> CodesOfTheServer = new(StringComparer.Ordinal)
    {
        "request_malformed", "not_found", "method_not_allowed", "unauthorized", "payload_too_large", "unsupported_media_type",
    };

    /// <summary>The breach of the contract, or null when the answer keeps it.</summary>
    /// <param name="request">What was sent.</param>
    /// <param name="operation">The operation that it reaches; null when path or method are garbage.</param>
    /// <param name="expected">The statuses that a valid request must get; empty for a mutated one.</param>
    /// <param name="answer">What came back.</param>
    public string? Breach(WireRequest request, Operation? operation, IReadOnlyList<int> expected, WireAnswer answer)
    {
        if (answer.Status == 0)
        {
            return request.IsSound && request.Ending == Ending.Whole ? "The connection ended without an answer." : null;
        }

        if (answer.Status >= 500)
        {
            return $"{answer.Status}: {Shown.Bytes(answer.Body, 300)}";
        }

        if (expected.Count > 0 && !expected.Contains(answer.Status))
        {
            return $"A valid request got {answer.Status}: {Shown.Bytes(answer.Body, 600)}";
        }

        var strict = operation is not null && request.IsSound;
        var known = strict ? operation!.Answers.ContainsKey(answer.Status) : contract.Statuses.Contains(answer.Status) || OfTheServer.Contains(answer.Status);
        if (!known)
        {
            return $"{answer.Status} is not documented: {Shown.Bytes(answer.Body, 300)}";
        }

        if (request.Method == "HEAD")
        {
            return null;
        }

        return answer.Status >= 400 ? BreachOfProblem(request, strict ? operation : null, answer) : BreachOfSuccess(answer);
    }

    private string? BreachOfProblem(WireRequest request, Operation? operation, WireAnswer answer)
    {
        if (answer.Body.Length == 0)
        {
            return request.IsSound ? $"{answer.Status} without a body." : null;
        }

        if (answer.ContentType != "application/problem+json")
        {
            return $"{answer.Status} as '{answer.ContentType}': {Shown.Bytes(answer.Body, 300)}";
        }

        try
        {
            using var problem = answer.ReadBody();
            var code = problem.RootElement.GetProperty("code").GetString()!;
            var codes = problem.RootElement.TryGetProperty("errors", out var errors)
                ? errors.EnumerateArray().Select(e => e.GetProperty("code").GetString()!).Append(code)
                : [code];
            if (problem.RootElement.GetProperty("status").GetInt32() != answer.Status)
            {
                return $"A problem tells another status: {Shown.Bytes(answer.Body, 300)}";
            }

            var strange = codes.FirstOrDefault(c => !(operation is null ? contract.Codes.Contains(c) || CodesOfTheServer.Contains(c) : operation.Answers[answer.Status].Contains(c)));
            return strange is null ? null : $"{answer.Status} with the undocumented code '{strange}': {Shown.Bytes(answer.Body, 600)}";
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            return $"{answer.Status} with a body that is no problem ({e.Message}): {Shown.Bytes(answer.Body, 300)}";
        }
    }

    private static string? BreachOfSuccess(WireAnswer answer)
    {
        if (answer.Body.Length == 0)
        {
            return answer.Status is 204 or 304 ? null : $"{answer.Status} without a body.";
        }

        try
        {
            using var _ = answer.ReadBody();
            return answer.ContentType == "application/json" ? null : $"{answer.Status} as '{answer.ContentType}'.";
        }
        catch (JsonException e)
        {
            return $"{answer.Status} with a body that is no JSON ({e.Message}).";
        }
    }
}
