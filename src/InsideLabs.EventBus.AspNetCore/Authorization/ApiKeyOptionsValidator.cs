using System.Security.Cryptography;
using Microsoft.Extensions.Options;

namespace InsideLabs.EventBus.AspNetCore.Authorization;

/// <summary>Judges the keys when the host starts. Its messages name keys, never their text.</summary>
internal sealed class ApiKeyOptionsValidator : IValidateOptions<ApiKeyOptions>
{
    public ValidateOptionsResult Validate(string? name, ApiKeyOptions options)
    {
        var faults = new List<string>(options.Faults);
        if (options.Keys.Count == 0 && faults.Count == 0)
        {
            faults.Add("No API key is set, so nobody could call: add one with AddInsideLabsApiKey(o => o.Add(\"name\", key)).");
        }

        if (options.Keys.Any(k => string.IsNullOrWhiteSpace(k.Name)))
        {
            faults.Add("An API key has no name: name who holds it.");
        }

        for (var i = 0; i < options.Keys.Count; i++)
        {
            for (var j = 0; j < i; j++)
            {
                Compare(faults, options.Keys[j], options.Keys[i]);
            }
        }

        return faults.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);
    }

    private static void Compare(List<string> faults, NamedKeyHash one, NamedKeyHash other)
    {
        if (string.Equals(one.Name, other.Name, StringComparison.Ordinal))
        {
            faults.Add($"Two API keys are named '{one.Name}': give each a name of its own.");
        }
        else if (CryptographicOperations.FixedTimeEquals(one.Hash, other.Hash))
        {
            faults.Add($"The API keys '{one.Name}' and '{other.Name}' are the same key: remove one.");
        }
    }
}
