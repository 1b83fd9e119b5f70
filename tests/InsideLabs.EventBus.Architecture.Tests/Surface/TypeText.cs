using System.Reflection;

namespace InsideLabs.EventBus.Architecture.Tests.Surface;

/// <summary>Writes a type the way C# does.</summary>
internal static class TypeText
{
    private static readonly Dictionary<Type, string> Keywords = new()
    {
        [typeof(void)] = "void", [typeof(object)] = "object", [typeof(string)] = "string", [typeof(bool)] = "bool", [typeof(char)] = "char",
        [typeof(byte)] = "byte", [typeof(sbyte)] = "sbyte", [typeof(short)] = "short", [typeof(ushort)] = "ushort", [typeof(int)] = "int",
        [typeof(uint)] = "uint", [typeof(long)] = "long", [typeof(ulong)] = "ulong", [typeof(float)] = "float", [typeof(double)] = "double",
        [typeof(decimal)] = "decimal",
    };

    /// <summary>The name without its namespace, with type arguments and, where it is known, with nullability.</summary>
    public static string Of(Type type, NullabilityInfo? nullability = null)
    {
        if (Nullable.GetUnderlyingType(type) is { } value)
        {
            return Of(value) + "?";
        }

        if (type.IsByRef)
        {
            return Of(type.GetElementType()!, nullability?.ElementType ?? nullability);
        }

        var name = type switch
        {
            { IsArray: true } => Of(type.GetElementType()!, nullability?.ElementType) + "[]",
            { IsPointer: true } => Of(type.GetElementType()!) + "*",
            _ => Keywords.TryGetValue(type, out var keyword) ? keyword : Named(type, nullability),
        };
        return !type.IsValueType && nullability?.ReadState == NullabilityState.Nullable ? name + "?" : name;
    }

    /// <summary>The full name as it stands in the listing's headings.</summary>
    public static string Heading(Type type) => $"{type.Namespace}.{Of(type)}";

    private static string Named(Type type, NullabilityInfo? nullability)
    {
        var name = type.Name.Split('`')[0];
        if (type.IsNested && !type.IsGenericParameter)
        {
            name = $"{Of(type.DeclaringType!)}.{name}";
        }

        var arguments = type.GetGenericArguments();
        if (type.IsGenericParameter || arguments.Length == 0 || !type.Name.Contains('`', StringComparison.Ordinal))
        {
            return name;
        }

        var known = nullability?.GenericTypeArguments is { } given && given.Length == arguments.Length ? given : null;
        return $"{name}<{string.Join(", ", arguments.Select((a, i) => Of(a, known?[i])))}>";
    }
}
