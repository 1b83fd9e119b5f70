using System.Text;
using System.Text.Json;
using InsideLabs.EventBus.Errors;
using InsideLabs.EventBus.Events;

namespace InsideLabs.EventBus.Rendering;

/// <summary>Where in a document a reader stands.</summary>
internal sealed class DocumentPath
{
    private readonly List<Step> _steps = [];

    /// <summary>Follows the reader by one token.</summary>
    public void Follow(ref Utf8JsonReader reader)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.EndObject or JsonTokenType.EndArray:
                _steps.RemoveAt(_steps.Count - 1);
                return;
            case JsonTokenType.PropertyName:
                _steps[^1] = new Step(reader.GetString(), 0);
                return;
        }

        if (_steps is [.., { Name: null } item])
        {
            _steps[^1] = item with { Index = item.Index + 1 };
        }

        if (reader.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray)
        {
            _steps.Add(new Step(reader.TokenType == JsonTokenType.StartObject ? string.Empty : null, -1));
        }
    }

    /// <summary>The path as messages name it, such as <c>config.to[0].email</c>.</summary>
    /// <param name="root">What it begins with.</param>
    public string Concrete(string root)
    {
        var path = new StringBuilder();
        foreach (var step in _steps)
        {
            _ = step.Name is { } name ? Dot(path).Append(FaultText.Show(name)) : path.Append('[').Append(step.Index).Append(']');
        }

        return JsonPaths.Join(root, path.ToString());
    }

    /// <summary>The path as fields are declared, such as <c>to[].email</c>.</summary>
    public string General()
    {
        var path = new StringBuilder();
        foreach (var step in _steps)
        {
            // A name with a dot or a bracket is one name: it must neither pass for another field nor miss the one for all names.
            _ = step.Name is { } name
                ? Dot(path).Append(name.Replace('.', '\uFFFD').Replace('[', '\uFFFD'))
                : path.Append("[]");
        }

        return path.ToString();
    }

    private static StringBuilder Dot(StringBuilder path) => path.Length == 0 ? path : path.Append('.');

    /// <summary>A member of an object, or with its index an item of a list.</summary>
    private readonly record struct Step(string? Name, int Index);
}
