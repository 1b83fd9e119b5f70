using System.Collections.Frozen;

namespace InsideLabs.EventBus.Rendering.Functions;

/// <summary>The functions of a host: those of the language and its own.</summary>
internal sealed class FunctionTable
{
    private readonly FrozenDictionary<string, FunctionDefinition> _byName;

    /// <summary>Makes the table.</summary>
    /// <param name="ofHost">The host's own functions.</param>
    /// <exception cref="ArgumentException">A name is no name, or two functions have it.</exception>
    public FunctionTable(IEnumerable<TemplateFunction> ofHost)
    {
        var byName = new Dictionary<string, FunctionDefinition>(StringComparer.Ordinal);
        foreach (var function in DateFunctions.All.Concat(TextFunctions.All).Concat(ListFunctions.All).Concat(NumberFunctions.All)
            .Concat(EncodingFunctions.All).Concat(ofHost.Select(HostFunctions.Define)))
        {
            if (!byName.TryAdd(function.Name, function))
            {
                throw new ArgumentException($"Two template functions are named '{function.Name}': give one of them another name.", nameof(ofHost));
            }
        }

        _byName = byName.ToFrozenDictionary(StringComparer.Ordinal);
    }

    public IEnumerable<string> Names => _byName.Keys;

    public FunctionDefinition? Find(string name) => _byName.GetValueOrDefault(name);
}
