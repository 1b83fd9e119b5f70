using InsideLabs.EventBus.Errors;

namespace InsideLabs.EventBus.Rendering;

/// <summary>A compiled document. Immutable; safe for concurrent use.</summary>
public interface ITemplate
{
    /// <summary>Whether it holds no template, so that rendering always gives the same.</summary>
    bool IsConstant { get; }

    /// <summary>Renders the document for one attempt.</summary>
    /// <param name="context">The values.</param>
    /// <returns>The result, or why there is none; both are data, an author's mistake is no exception.</returns>
    /// <exception cref="EventBusException"><see cref="ErrorCodes.SecretUnreadable"/>: a secret's key is missing.</exception>
    RenderedTemplate Render(TemplateContext context);
}
