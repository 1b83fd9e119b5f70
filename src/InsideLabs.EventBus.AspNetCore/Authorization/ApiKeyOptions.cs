using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Authentication;

namespace InsideLabs.EventBus.AspNetCore.Authorization;

/// <summary>
/// The keys that let callers in. Only their hashes are kept. Several keys are valid at once: to rotate, add the new one, move
/// the callers, remove the old one. Validated when the host starts.
/// </summary>
public sealed class ApiKeyOptions : AuthenticationSchemeOptions
{
    private readonly List<NamedKeyHash> _keys = [];
    private readonly List<string> _faults = [];

    /// <summary>The names of the keys, in the order they were added.</summary>
    public IReadOnlyList<string> Names => [.. _keys.Select(k => k.Name)];

    internal IReadOnlyList<NamedKeyHash> Keys => _keys;

    /// <summary>What was wrong with what was added. Said at the start and all at once; no text of a key stands in it.</summary>
    internal IReadOnlyList<string> Faults => _faults;

    /// <summary>Adds a key. It is hashed at once, its text is not kept.</summary>
    /// <param name="name">Who holds it: shown in logs and as the caller's name, unique among the keys.</param>
    /// <param name="key">
    /// The key: 1 to <see cref="ApiKey.MaxLength"/> printable ASCII characters, no space at either end. It should be random,
    /// as <see cref="ApiKey.Generate"/> makes it: a hash does not protect a guessable one.
    /// </param>
    /// <returns>These options.</returns>
    public ApiKeyOptions Add(string name, string key)
    {
        if (FaultOf(key) is { } fault)
        {
            _faults.Add($"The API key '{name}' {fault}.");
            return this;
        }

        _keys.Add(new NamedKeyHash(name, SHA256.HashData(Encoding.UTF8.GetBytes(key))));
        return this;
    }

    /// <summary>Adds a key by its hash, so that the key itself stands in no setting.</summary>
    /// <param name="name">Who holds it: shown in logs and as the caller's name, unique among the keys.</param>
    /// <param name="hash">Its SHA-256, 64 hexadecimal digits or base64, as <see cref="ApiKey.Hash"/> makes it.</param>
    /// <returns>These options.</returns>
    public ApiKeyOptions AddHash(string name, string hash)
    {
        if (NamedKeyHash.TryParse(hash) is { } bytes)
        {
            _keys.Add(new NamedKeyHash(name, bytes));
        }
        else
        {
            _faults.Add(
                $"The hash of the API key '{name}' is not a SHA-256: write its {SHA256.HashSizeInBytes} bytes as 64 hexadecimal digits or as base64.");
        }

        return this;
    }

    private static string? FaultOf(string? key) => key switch
    {
        null or "" => "is empty: use ApiKey.Generate() to make one",
        { Length: > ApiKey.MaxLength } => $"has {key.Length} characters; at most {ApiKey.MaxLength} are allowed",
        _ when char.IsWhiteSpace(key[0]) || char.IsWhiteSpace(key[^1]) => "begins or ends with white space, which a header does not carry: remove it",
        _ when key.Any(c => c is < ' ' or > '~') => "holds characters that a header does not carry: use printable ASCII",
        _ => null,
    };
}
