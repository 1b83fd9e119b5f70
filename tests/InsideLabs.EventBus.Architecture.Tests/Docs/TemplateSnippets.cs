using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace InsideLabs.EventBus.Architecture.Tests.Docs;

/// <summary>The code of docs/reference/templates.md, compiled.</summary>
internal static class TemplateSnippets
{
    public static void AddFunction(IHostApplicationBuilder builder)
    {
        builder.Services.AddInsideLabsEvents()
            .AddTemplateFunction("shop.gross", call =>
                Math.Round(call.Arguments[0]!.GetValue<decimal>() * 1.19m, 2));
    }
}
