using System.Globalization;
using InsideLabs.EventBus.Errors;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace InsideLabs.EventBus.AspNetCore.Requests;

/// <summary>Versions as entity tags: what a caller has seen, and what it asks for.</summary>
internal static class Preconditions
{
    public static string TagOf(long version) => string.Create(CultureInfo.InvariantCulture, $"\"{version}\"");

    /// <summary>The version that <c>If-Match</c> demands; null when the header is absent or <c>*</c>.</summary>
    /// <param name="request">The request.</param>
    /// <param name="current">Reads the current version; asked only when the header leaves a choice.</param>
    /// <exception cref="EventBusValidationException">The header is no entity tag.</exception>
    /// <exception cref="EventBusConflictException">None of the tags can be the current version.</exception>
    public static async ValueTask<long?> ReadIfMatchAsync(HttpRequest request, Func<ValueTask<long?>> current)
    {
        var header = request.Headers.IfMatch;
        if (header.Count == 0)
        {
            return null;
        }

        if (!EntityTagHeaderValue.TryParseStrictList([.. header.OfType<string>()], out var tags) || tags.Count == 0)
        {
            throw new EventBusValidationException(
                "If-Match",
                ErrorCodes.ParameterInvalid,
                $"'{FaultText.Show(header.ToString())}' is no entity tag: send back the ETag of an earlier answer, in its quotes.");
        }

        if (tags.Any(t => t.Equals(EntityTagHeaderValue.Any)))
        {
            return null;
        }

        long[] versions = [.. tags.Select(VersionOf).OfType<long>()];
        if (versions is [var only])
        {
            return only;
        }

        var stored = await current().ConfigureAwait(false);
        return stored is null || versions.Contains(stored.Value)
            ? stored
            : throw new EventBusConflictException(
                ErrorCodes.VersionConflict,
                $"The version is {stored}, none of those in If-Match: read it again and repeat the change.");
    }

    /// <summary>Whether the caller has this version already, so that the answer needs no body.</summary>
    public static bool IsKnown(HttpRequest request, long version) =>
        EntityTagHeaderValue.TryParseList([.. request.Headers.IfNoneMatch.OfType<string>()], out var tags)
        && tags.Any(t => t.Equals(EntityTagHeaderValue.Any) || t.Compare(new EntityTagHeaderValue(TagOf(version)), useStrongComparison: false));

    /// <summary>A weak tag never matches here: a change is made to exactly what was seen.</summary>
    private static long? VersionOf(EntityTagHeaderValue tag) =>
        !tag.IsWeak && long.TryParse(tag.Tag.AsSpan().Trim('"'), NumberStyles.None, CultureInfo.InvariantCulture, out var version) ? version : null;
}
