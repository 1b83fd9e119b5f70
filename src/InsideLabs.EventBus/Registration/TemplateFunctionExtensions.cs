using System.Text.Json.Nodes;
using InsideLabs.EventBus.Registration;
using InsideLabs.EventBus.Rendering;
using InsideLabs.EventBus.Rendering.Functions;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Functions that a host adds to its templates.</summary>
public static class TemplateFunctionExtensions
{
    /// <summary>
    /// Adds a function that every template of the host can call: <c>{{function.name(…)}}</c>. It must be pure and quick: it runs for
    /// every attempt of a delivery. Two functions of one name are a start-up error.
    /// </summary>
    /// <param name="builder">The bus.</param>
    /// <param name="name">Its name after <c>function.</c>: words of <c>[A-Za-z][A-Za-z0-9_]*</c> joined by dots, such as <c>shop.price</c>.</param>
    /// <param name="function">
    /// What it does; null for no value. An <see cref="ArgumentException"/> says that the arguments make no sense: its message becomes
    /// a warning of the delivery, and there is no value.
    /// </param>
    /// <exception cref="ArgumentException">The name is no name.</exception>
    public static IEventBusBuilder AddTemplateFunction(this IEventBusBuilder builder, string name, Func<TemplateCall, JsonNode?> function)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(function);
        HostFunctions.CheckName(name);
        builder.Services.AddSingleton(new TemplateFunction(name, function));
        return builder;
    }
}
