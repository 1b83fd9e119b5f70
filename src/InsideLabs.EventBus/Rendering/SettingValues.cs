using System.Collections.Concurrent;
using InsideLabs.EventBus.Errors;
using InsideLabs.EventBus.Rendering.Expressions;
using InsideLabs.EventBus.Rendering.Functions;

namespace InsideLabs.EventBus.Rendering;

/// <summary>What templates made of the settings of one version: each value is looked up and compiled when it is first named.</summary>
/// <param name="settings">The settings.</param>
/// <param name="functions">The functions that their texts may call.</param>
internal sealed class SettingValues(TemplateSettings settings, FunctionTable functions)
{
    /// <summary>More paths than this are compiled each time: they come from configs, of which there may be very many.</summary>
    private const int MostKept = 10_000;

    private readonly ConcurrentDictionary<string, SettingValue> _byPath = new(StringComparer.Ordinal);

    /// <summary>What lies at a path below <c>global</c> or <c>adapter</c>.</summary>
    public SettingValue Find(PathExpression path)
    {
        if (_byPath.TryGetValue(path.Text, out var value))
        {
            return value;
        }

        value = Read(path);
        if (_byPath.Count < MostKept)
        {
            _byPath.TryAdd(path.Text, value);
        }

        return value;
    }

    private SettingValue Read(PathExpression path)
    {
        var whole = path.Root == PathRoot.Global ? settings.Global(path.Steps[0].Name!) : settings.Adapter(path.Steps[0].Name!);
        if (whole is not { } utf8Json)
        {
            return SettingValue.Missing;
        }

        var range = PathReader.Find(utf8Json.Span, path.Steps.AsSpan(1));
        if (range.Length == 0)
        {
            return SettingValue.Missing;
        }

        var faults = new FaultList();
        var found = utf8Json.Slice(range.Start, range.Length);
        var document = new DocumentCompiler(new TemplateSource { Utf8Json = found, Root = path.Text }, functions, faults).Compile();
        return document is null
            ? new SettingValue(TemplateValue.Missing, null, faults[0])
            : new SettingValue(TemplateValue.OfJson(found), document.IsConstant ? null : document, null);
    }
}

/// <summary>What lies at the path of a setting.</summary>
/// <param name="Value">The value, where it holds no template.</param>
/// <param name="Document">The compiled value, where it holds one; null otherwise.</param>
/// <param name="Fault">Why it cannot be used; null when it can.</param>
internal sealed record SettingValue(TemplateValue Value, PlaceholderDocument? Document, Fault? Fault)
{
    public static SettingValue Missing { get; } = new(TemplateValue.Missing, null, null);
}
