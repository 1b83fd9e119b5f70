using System.Runtime.CompilerServices;
using InsideLabs.EventBus.Errors;
using InsideLabs.EventBus.Rendering.Functions;

namespace InsideLabs.EventBus.Rendering;

/// <summary>The language of the contract: <c>{{path}}</c> and <c>{{function.name(…)}}</c>, and nothing that branches or repeats.</summary>
/// <param name="functions">The host's own functions.</param>
/// <exception cref="ArgumentException">A function's name is no name, or taken.</exception>
internal sealed class PlaceholderEngine(IEnumerable<TemplateFunction> functions) : ITemplateEngine
{
    private readonly FunctionTable _functions = new(functions);
    private readonly ConditionalWeakTable<TemplateSettings, SettingValues> _settings = [];

    public ITemplate? Compile(TemplateSource source, FaultList faults)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(faults);
        return new DocumentCompiler(source, _functions, faults).Compile() is { } document ? new PlaceholderTemplate(document, this) : null;
    }

    /// <summary>What templates made of the settings; the same until a setting changes.</summary>
    public SettingValues SettingsOf(TemplateSettings settings) => _settings.TryGetValue(settings, out var values)
        ? values
        : _settings.GetValue(settings, s => new SettingValues(s, _functions));
}
