using InsideLabs.EventBus.AspNetCore.OpenApi;
using InsideLabs.EventBus.AspNetCore.Problems;
using InsideLabs.EventBus.AspNetCore.Requests;
using InsideLabs.EventBus.Errors;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace InsideLabs.EventBus.AspNetCore.Endpoints;

/// <summary>Maps operations: each handler beside its description, and around it the one place where failures become answers.</summary>
internal sealed class ApiRoutes(IEndpointRouteBuilder endpoints)
{
    private readonly Dictionary<string, SortedSet<string>> _methods = new(StringComparer.Ordinal);

    /// <summary>Maps one operation.</summary>
    /// <typeparam name="T">Who does it; resolved with the first request, so that mapping opens no store.</typeparam>
    /// <param name="operation">Method, path and what the OpenAPI document says.</param>
    /// <param name="handle">What to do.</param>
    public void Map<T>(ApiOperation operation, Func<T, HttpContext, Task> handle)
        where T : class
    {
        if (!_methods.TryGetValue(operation.Path, out var methods))
        {
            _methods.Add(operation.Path, methods = new SortedSet<string>(StringComparer.Ordinal));
        }

        methods.Add(operation.Method);
        var takesNoQuery = operation.Parameters.All(p => p.In is not "query");
        endpoints
            .MapMethods(operation.Path, [operation.Method], context => GuardAsync(context, handle, takesNoQuery))

            // Only endpoints with a method of their own are described; the description itself is the operation's.
            .WithMetadata(operation, handle.Method);
    }

    /// <summary>Answers what no operation takes: another method on a known path, and every other path below the prefix.</summary>
    public void MapRest()
    {
        foreach (var (path, methods) in _methods)
        {
            var allowed = string.Join(", ", methods);
            endpoints.Map(path, context => RefuseMethodAsync(context, allowed)).WithOrder(1);
        }

        endpoints.MapFallback("{**path}", static context => Problem.WriteAsync(
            context, StatusCodes.Status404NotFound, ErrorCodes.NotFound, $"There is nothing at '{FaultText.Show(context.Request.Path)}'."));
    }

    private static Task RefuseMethodAsync(HttpContext context, string allowed)
    {
        context.Response.Headers.Allow = allowed;
        return Problem.WriteAsync(
            context,
            StatusCodes.Status405MethodNotAllowed,
            ErrorCodes.MethodNotAllowed,
            $"'{FaultText.Show(context.Request.Path)}' does not know {FaultText.Show(context.Request.Method)}; it knows {allowed}.");
    }

    private static async Task GuardAsync<T>(HttpContext context, Func<T, HttpContext, Task> handle, bool takesNoQuery)
        where T : class
    {
        // What is answered quotes what came from outside: no browser shall take it for anything but JSON.
        context.Response.Headers.XContentTypeOptions = "nosniff";
        try
        {
            if (takesNoQuery && context.Request.Query.Count > 0)
            {
                new QueryReader(context.Request.Query).ThrowIfFaulty();
            }

            await handle(context.RequestServices.GetRequiredService<T>(), context).ConfigureAwait(false);
        }
        catch (EventBusException e) when (!context.Response.HasStarted)
        {
            await Problem.WriteAsync(context, e).ConfigureAwait(false);
        }
        catch (BadHttpRequestException e) when (!context.Response.HasStarted)
        {
            // The server itself could not read the request: too large for it, too slow, or cut off.
            var code = e.StatusCode == StatusCodes.Status413PayloadTooLarge ? ErrorCodes.PayloadTooLarge : ErrorCodes.RequestMalformed;
            await Problem.WriteAsync(context, e.StatusCode, code, e.Message).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // Nobody waits for an answer any more.
        }
    }
}
