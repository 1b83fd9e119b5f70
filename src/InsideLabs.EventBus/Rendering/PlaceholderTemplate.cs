namespace InsideLabs.EventBus.Rendering;

/// <summary>A document of the placeholder engine.</summary>
/// <param name="document">The compiled document.</param>
/// <param name="engine">Keeps what was made of the settings.</param>
internal sealed class PlaceholderTemplate(PlaceholderDocument document, PlaceholderEngine engine) : ITemplate
{
    private readonly RenderedTemplate? _constant = document.IsConstant
        ? new RenderedTemplate { Utf8Json = document.Source.Utf8Json, Secrets = document.Credentials }
        : null;

    public bool IsConstant => _constant is not null;

    public RenderedTemplate Render(TemplateContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        if (_constant is not null)
        {
            return _constant;
        }

        var session = RenderSession.Begin(context, engine.SettingsOf(context.Settings), document);
        try
        {
            return session.Render();
        }
        finally
        {
            session.End();
        }
    }
}
