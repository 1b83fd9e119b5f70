using System.Text;

namespace InsideLabs.EventBus.Rendering.Expressions;

/// <summary>One step of a path: to a member of an object, or to an item of a list.</summary>
internal readonly record struct PathStep
{
    /// <summary>To a member.</summary>
    public PathStep(string name) => (Name, Utf8Name) = (name, Encoding.UTF8.GetBytes(name));

    /// <summary>To an item.</summary>
    public PathStep(int index) => (Index, Utf8Name) = (index, []);

    /// <summary>The member's name; null for an item.</summary>
    public string? Name { get; }

    public byte[] Utf8Name { get; }

    /// <summary>The item's index.</summary>
    public int Index { get; }
}
