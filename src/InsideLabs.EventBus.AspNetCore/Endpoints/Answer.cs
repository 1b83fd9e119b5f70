using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using InsideLabs.EventBus.AspNetCore.Requests;
using InsideLabs.EventBus.AspNetCore.Responses;
using InsideLabs.EventBus.Errors;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Extensions;

namespace InsideLabs.EventBus.AspNetCore.Endpoints;

/// <summary>Writes answers.</summary>
internal static class Answer
{
    /// <summary>How many items are read at a time when a list has no limit: it is streamed, never held as a whole.</summary>
    private const int PageSize = 500;

    private const string Json = "application/json";

    public static Task OkAsync<T>(HttpContext context, T value, JsonTypeInfo<T> type) => JsonAsync(context, StatusCodes.Status200OK, value, type);

    public static Task JsonAsync<T>(HttpContext context, int status, T value, JsonTypeInfo<T> type)
    {
        context.Response.StatusCode = status;
        return context.Response.WriteAsJsonAsync(value, type, Json, context.RequestAborted);
    }

    /// <summary>Answers with a JSON document as it is stored.</summary>
    public static async Task BytesAsync(HttpContext context, ReadOnlyMemory<byte> utf8Json)
    {
        context.Response.ContentType = Json;
        context.Response.ContentLength = utf8Json.Length;
        await context.Response.BodyWriter.WriteAsync(utf8Json, context.RequestAborted).ConfigureAwait(false);
    }

    /// <summary>Says that something was made, and where it is.</summary>
    public static void Created(HttpContext context, Guid id)
    {
        var request = context.Request;
        context.Response.StatusCode = StatusCodes.Status201Created;
        context.Response.Headers.Location = $"{request.PathBase}{request.Path.Value!.TrimEnd('/')}/{id}";
    }

    /// <summary>An answer that has to do with a secret is for its caller alone.</summary>
    public static void KeepNowhere(HttpContext context) => context.Response.Headers.CacheControl = "no-store";

    public static Task NoContentAsync(HttpContext context)
    {
        context.Response.StatusCode = StatusCodes.Status204NoContent;
        return Task.CompletedTask;
    }

    /// <summary>
    /// Answers with a list: a page and a link to the next one when the caller gave a limit, else everything, read and written
    /// piece by piece.
    /// </summary>
    /// <param name="context">The request.</param>
    /// <param name="part">The part that the caller wants.</param>
    /// <param name="read">Reads at most so many items after an id.</param>
    /// <param name="idOf">An item's id.</param>
    /// <param name="show">An item as the API shows it.</param>
    /// <param name="type">How the list is written.</param>
    public static async Task ListAsync<TItem, TShown>(
        HttpContext context,
        Page part,
        Func<int, Guid?, CancellationToken, ValueTask<IReadOnlyList<TItem>>> read,
        Func<TItem, Guid> idOf,
        Func<TItem, TShown> show,
        JsonTypeInfo<IAsyncEnumerable<TShown>> type)
    {
        // The first page is read before the answer begins: a store that fails is an error, not half a list.
        var limit = part.Limit;
        var first = await read(limit is { } most ? most + 1 : PageSize, part.After, context.RequestAborted).ConfigureAwait(false);
        if (limit < first.Count)
        {
            context.Response.Headers.Link = NextLink(context.Request, idOf(first[limit.Value - 1]).ToString("D"));
        }

        context.Response.ContentType = Json;
        await JsonSerializer.SerializeAsync(context.Response.BodyWriter, StreamAsync(context.RequestAborted), type, context.RequestAborted)
            .ConfigureAwait(false);

        async IAsyncEnumerable<TShown> StreamAsync([EnumeratorCancellation] CancellationToken cancellationToken)
        {
            for (var page = first; ;)
            {
                foreach (var item in limit is { } count ? page.Take(count) : page)
                {
                    yield return show(item);
                }

                if (limit is not null || page.Count < PageSize)
                {
                    yield break;
                }

                page = await read(PageSize, idOf(page[^1]), cancellationToken).ConfigureAwait(false);
            }
        }
    }

    /// <summary>Answers with a list that is read as a whole, or the page of it that the caller wants.</summary>
    /// <param name="context">The request.</param>
    /// <param name="part">The part that the caller wants.</param>
    /// <param name="all">Every item, ordered ordinally by name.</param>
    /// <param name="nameOf">An item's name.</param>
    /// <param name="show">An item as the API shows it.</param>
    /// <param name="type">How the list is written.</param>
    public static Task ListByNameAsync<TItem, TShown>(
        HttpContext context,
        NamedPage part,
        IReadOnlyList<TItem> all,
        Func<TItem, string> nameOf,
        Func<TItem, TShown> show,
        JsonTypeInfo<TShown[]> type)
    {
        TItem[] rest = [.. all.Where(i => part.After is null || string.CompareOrdinal(nameOf(i), part.After) > 0)];
        if (part.Limit is { } limit && limit < rest.Length)
        {
            rest = rest[..limit];
            context.Response.Headers.Link = NextLink(context.Request, nameOf(rest[^1]));
        }

        return OkAsync(context, Array.ConvertAll(rest, i => show(i)), type);
    }

    /// <summary>A service that a path of the API names, by its id; a malformed id names nothing.</summary>
    /// <exception cref="EventBusNotFoundException">The path holds no id.</exception>
    public static Guid IdOf(HttpContext context, string what)
    {
        var text = (string)context.Request.RouteValues["id"]!;
        return QueryReader.TryReadId(text, out var id) ? id : throw new EventBusNotFoundException($"There is no {what} '{FaultText.Show(text)}'.");
    }

    private static string NextLink(HttpRequest request, string last)
    {
        var query = new QueryBuilder(request.Query
            .Where(p => p.Key is not "after")
            .SelectMany(p => p.Value, (p, value) => KeyValuePair.Create(p.Key, value ?? string.Empty)))
        {
            { "after", last },
        };
        return $"<{request.PathBase}{request.Path}{query}>; rel=\"next\"";
    }
}
