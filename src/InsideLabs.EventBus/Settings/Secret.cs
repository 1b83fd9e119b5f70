namespace InsideLabs.EventBus.Settings;

/// <summary>A secret that templates can use as <c>{{secrets.name}}</c> where an adapter declares that secrets may go.</summary>
/// <param name="Name">Its name: 1 to 128 characters of <c>[A-Za-z0-9_-]</c>.</param>
/// <param name="Value">Its value, encrypted for its place (<see cref="LocationOf"/>).</param>
public sealed record Secret(string Name, ReadOnlyMemory<byte> Value)
{
    /// <summary>Where a secret is stored, for its encryption.</summary>
    /// <param name="name">Its name.</param>
    public static SecretLocation LocationOf(string name) => new("secrets", name, "value");

    /// <summary>Its name, never its value.</summary>
    public override string ToString() => $"secret {Name}";
}
