using System.Globalization;
using InsideLabs.EventBus.Errors;
using InsideLabs.EventBus.Events;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace InsideLabs.EventBus.AspNetCore.Requests;

/// <summary>Reads query parameters strictly: one that nobody knows, or that comes twice, is refused like any other typing error.</summary>
internal sealed class QueryReader
{
    /// <summary>The longest page and the largest batch.</summary>
    public const int MaxLimit = 1000;

    private readonly IQueryCollection _query;
    private readonly FaultList _faults = [];

    /// <param name="query">The query.</param>
    /// <param name="known">The names of the parameters that the path knows.</param>
    public QueryReader(IQueryCollection query, params ReadOnlySpan<string> known)
    {
        _query = query;
        string[] names = [.. known];
        foreach (var (name, _) in query)
        {
            if (!names.Contains(name, StringComparer.Ordinal))
            {
                var shown = FaultText.Show(name);
                _faults.Add(shown, ErrorCodes.ParameterInvalid, $"There is no parameter '{shown}' here.{FaultText.DidYouMean(name, names)}");
            }
        }
    }

    /// <summary>Refuses the request when anything was wrong.</summary>
    /// <exception cref="EventBusValidationException">Every fault is named.</exception>
    public void ThrowIfFaulty() => _faults.ThrowIfAny();

    /// <summary>A text, or null when the parameter is absent.</summary>
    public string? Text(string name)
    {
        if (!_query.TryGetValue(name, out var values))
        {
            return null;
        }

        if (values.Count != 1)
        {
            Refuse(name, $"'{name}' stands {values.Count} times; give it once.");
        }

        return values[0] ?? string.Empty;
    }

    /// <summary>The non-empty parts of a list that is separated by commas or stands in several parameters; null when there is none.</summary>
    public IReadOnlyList<string>? List(string name)
    {
        string[] parts = [.. Values(name).SelectMany(v => (v ?? string.Empty).Split(',')).Where(p => p.Length > 0)];
        return parts.Length == 0 ? null : parts;
    }

    /// <summary>A whole number in a range, or null when the parameter is absent.</summary>
    public int? Number(string name, int min, int max)
    {
        if (Text(name) is not { } text)
        {
            return null;
        }

        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= min && number <= max)
        {
            return number;
        }

        Refuse(name, string.Create(CultureInfo.InvariantCulture, $"'{FaultText.Show(text)}' is no whole number from {min} to {max}."));
        return null;
    }

    /// <summary>Which part of a list is wanted.</summary>
    public Page Page() => new(Number("limit", min: 1, MaxLimit), Id("after"));

    /// <summary>Which part is wanted of a list that has no other parameters.</summary>
    /// <exception cref="EventBusValidationException">A parameter is faulty.</exception>
    public static Page ReadPage(IQueryCollection parameters)
    {
        var query = new QueryReader(parameters, "limit", "after");
        var page = query.Page();
        query.ThrowIfFaulty();
        return page;
    }

    /// <summary>Which part is wanted of a list that is ordered by name and has no other parameters.</summary>
    /// <exception cref="EventBusValidationException">A parameter is faulty.</exception>
    public static NamedPage ReadNamedPage(IQueryCollection parameters)
    {
        var query = new QueryReader(parameters, "limit", "after");
        var page = new NamedPage(query.Number("limit", min: 1, MaxLimit), query.Text("after"));
        query.ThrowIfFaulty();
        return page;
    }

    /// <summary>A UUID, or null when the parameter is absent.</summary>
    public Guid? Id(string name)
    {
        if (Text(name) is not { } text)
        {
            return null;
        }

        if (TryReadId(text, out var id))
        {
            return id;
        }

        Refuse(name, $"'{FaultText.Show(text)}' is no id.");
        return null;
    }

    /// <summary>Reads an id as it is written, without the white space that the platform would step over.</summary>
    public static bool TryReadId(string text, out Guid id)
    {
        const int length = 36;
        id = default;
        return text.Length == length && Guid.TryParseExact(text, "D", out id);
    }

    /// <summary>An instant, or null when the parameter is absent.</summary>
    public DateTimeOffset? Instant(string name)
    {
        if (Text(name) is not { } text)
        {
            return null;
        }

        if (Timestamps.TryParse(text, out var instant))
        {
            return instant;
        }

        _faults.Add(
            name,
            ErrorCodes.TimestampMalformed,
            $"'{FaultText.Show(text)}' is no ISO 8601 instant with a zone, such as 2026-04-08T12:34:56Z. In a URL write '+' as %2B.");
        return null;
    }

    /// <summary>One of some words, or null when the parameter is absent.</summary>
    public T? Word<T>(string name, IReadOnlyDictionary<string, T> words)
        where T : struct
    {
        if (Text(name) is not { } text)
        {
            return null;
        }

        if (words.TryGetValue(text, out var value))
        {
            return value;
        }

        Refuse(name, $"'{FaultText.Show(text)}' is none of {string.Join(", ", words.Keys)}.{FaultText.DidYouMean(text, words.Keys)}");
        return null;
    }

    private StringValues Values(string name) => _query.TryGetValue(name, out var values) ? values : StringValues.Empty;

    private void Refuse(string name, string message) => _faults.Add(name, ErrorCodes.ParameterInvalid, message);
}

/// <summary>Which part of a list is wanted.</summary>
/// <param name="Limit">At most so many; null for all.</param>
/// <param name="After">The id after which to go on; null from the beginning.</param>
internal readonly record struct Page(int? Limit, Guid? After);

/// <summary>Which part of a list that is ordered by name is wanted.</summary>
/// <param name="Limit">At most so many; null for all.</param>
/// <param name="After">The name after which to go on; null from the beginning.</param>
internal readonly record struct NamedPage(int? Limit, string? After);
