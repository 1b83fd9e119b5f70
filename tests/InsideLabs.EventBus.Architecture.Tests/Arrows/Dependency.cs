namespace InsideLabs.EventBus.Architecture.Tests.Arrows;

/// <summary>A type, as far as arrows care: what is nested, or made by the compiler, counts for the type it was written in.</summary>
internal readonly record struct TypeName(string Assembly, string Namespace, string Name)
{
    public override string ToString() => $"{Namespace}.{Name}";
}

/// <summary>One type uses another.</summary>
internal readonly record struct Dependency(TypeName From, TypeName To);
