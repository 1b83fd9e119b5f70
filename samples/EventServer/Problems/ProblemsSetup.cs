using InsideLabs.EventBus.AspNetCore.Problems;
using InsideLabs.EventBus.Errors;
using Microsoft.AspNetCore.Diagnostics;

namespace EventServer.Problems;

/// <summary>Every refusal has a body with a code, also where nobody wrote one: unknown paths, wrong methods, defects.</summary>
internal static class ProblemsSetup
{
    public static void UseProblems(this WebApplication app)
    {
        app.UseExceptionHandler(new ExceptionHandlerOptions
        {
            ExceptionHandler = WriteFailureAsync,

            // The caller's fault, so the caller is told; the log is for ours.
            SuppressDiagnosticsCallback = static failed => failed.Exception is BadHttpRequestException,
        });
        app.UseStatusCodePages(page => WriteStatusAsync(page.HttpContext));
    }

    private static Task WriteStatusAsync(HttpContext context)
    {
        var status = context.Response.StatusCode;
        var detail = status is StatusCodes.Status404NotFound or StatusCodes.Status405MethodNotAllowed
            ? $"{context.Request.Method} {context.Request.Path} is not served here."
            : $"The request was answered with {status}.";
        return Problem.WriteAsync(context, status, CodeOf(status), detail);
    }

    /// <summary>Says nothing about the defect to the caller; the log has it.</summary>
    private static Task WriteFailureAsync(HttpContext context) =>
        context.Features.Get<IExceptionHandlerFeature>()?.Error is BadHttpRequestException bad
            ? Problem.WriteAsync(context, bad.StatusCode, CodeOf(bad.StatusCode), "The request could not be read.")
            : Problem.WriteAsync(context, StatusCodes.Status500InternalServerError, ErrorCodes.InternalError, "Something failed here. The server's log says what.");

    private static string CodeOf(int status) => status switch
    {
        StatusCodes.Status401Unauthorized => ErrorCodes.Unauthorized,
        StatusCodes.Status403Forbidden => ErrorCodes.Forbidden,
        StatusCodes.Status404NotFound => ErrorCodes.NotFound,
        StatusCodes.Status405MethodNotAllowed => ErrorCodes.MethodNotAllowed,
        StatusCodes.Status413PayloadTooLarge => ErrorCodes.PayloadTooLarge,
        StatusCodes.Status415UnsupportedMediaType => ErrorCodes.UnsupportedMediaType,
        >= StatusCodes.Status500InternalServerError => ErrorCodes.InternalError,
        _ => ErrorCodes.RequestMalformed,
    };
}
