using System.Globalization;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text;

namespace InsideLabs.EventBus.Architecture.Tests.Surface;

/// <summary>Lists what an assembly shows to the world: one block for each public type, one line for each public or protected member.</summary>
internal static class PublicApi
{
    private const BindingFlags Declared =
        BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    private static readonly NullabilityInfoContext Nullability = new();

    public static string Describe(Assembly assembly) => Describe(assembly.GetExportedTypes());

    public static string Describe(IEnumerable<Type> types)
    {
        var text = new StringBuilder();
        foreach (var type in types.OrderBy(t => t.FullName, StringComparer.Ordinal))
        {
            text.Append(text.Length == 0 ? string.Empty : "\n").Append(Header(type)).Append('\n');
            foreach (var member in Members(type).Order(StringComparer.Ordinal))
            {
                text.Append("    ").Append(member).Append('\n');
            }
        }

        return text.ToString();
    }

    private static string Header(Type type)
    {
        var record = type.GetMethods(Declared).Any(m => m.Name is "<Clone>$" or "PrintMembers") ? "record " : string.Empty;
        var kind = type switch
        {
            { IsEnum: true } => "enum",
            { IsInterface: true } => "interface",
            { IsValueType: true } => record + "struct",
            { IsAbstract: true, IsSealed: true } => "static class",
            { IsAbstract: true } => "abstract " + record + "class",
            { IsSealed: true } => "sealed " + record + "class",
            _ => record + "class",
        };
        var bases = type.IsEnum || type.IsValueType || type.BaseType == typeof(object) || type.BaseType is null ? [] : new[] { TypeText.Of(type.BaseType) };
        var parents = string.Join(", ", type.IsEnum ? bases : bases.Concat(type.GetInterfaces().Select(i => TypeText.Of(i)).Order(StringComparer.Ordinal)));
        return $"{kind} {TypeText.Heading(type)}{(parents.Length > 0 ? " : " + parents : string.Empty)}{Constraints(type.GetGenericArguments())}";
    }

    private static IEnumerable<string> Members(Type type) => type.IsEnum
        ? Enum.GetNames(type).Select(n => $"{n} = {Convert.ToInt64(Enum.Parse(type, n), CultureInfo.InvariantCulture)}")
        : type.GetMembers(Declared).Select(Member).OfType<string>();

    private static string? Member(MemberInfo member) => member switch
    {
        ConstructorInfo c when IsShown(c) && !c.IsStatic => $"{TypeText.Of(c.DeclaringType!)}({Parameters(c)})",
        MethodInfo m when IsShown(m) && IsWritten(m) =>
            $"{Modifiers(m)}{TypeText.Of(m.ReturnType, Nullability.Create(m.ReturnParameter))} {m.Name}{Generic(m)}({Parameters(m)}){Constraints(m.GetGenericArguments())}",
        PropertyInfo p when p.GetAccessors(nonPublic: true).Any(IsShown) => Property(p),
        FieldInfo f when f.IsPublic || f.IsFamily || f.IsFamilyOrAssembly => Field(f),
        EventInfo e when IsShown(e.AddMethod) => $"event {TypeText.Of(e.EventHandlerType!)} {e.Name}",
        _ => null,
    };

    private static string Property(PropertyInfo property)
    {
        var required = property.IsDefined(typeof(RequiredMemberAttribute)) ? "required " : string.Empty;
        var name = property.GetIndexParameters().Length > 0 ? $"this[{string.Join(", ", property.GetIndexParameters().Select(Parameter))}]" : property.Name;
        var accessors = new[] { (property.GetMethod, "get;"), (property.SetMethod, IsInit(property) ? "init;" : "set;") }
            .Where(a => IsShown(a.Item1))
            .Select(a => a.Item1!.IsPublic ? a.Item2 : "protected " + a.Item2);
        return $"{required}{Modifiers(property.GetAccessors(nonPublic: true)[0])}{TypeText.Of(property.PropertyType, Nullability.Create(property))} {name} {{ {string.Join(' ', accessors)} }}";
    }

    private static string Field(FieldInfo field)
    {
        var type = TypeText.Of(field.FieldType, Nullability.Create(field));
        return field.IsLiteral
            ? $"const {type} {field.Name} = {Literal(field.GetRawConstantValue())}"
            : $"{(field.IsStatic ? "static " : string.Empty)}{(field.IsInitOnly ? "readonly " : string.Empty)}{type} {field.Name}";
    }

    private static string Parameters(MethodBase method)
    {
        var extends = method.IsDefined(typeof(ExtensionAttribute)) ? "this " : string.Empty;
        return extends + string.Join(", ", method.GetParameters().Select(Parameter));
    }

    private static string Parameter(ParameterInfo parameter)
    {
        var way = parameter switch
        {
            { IsOut: true } => "out ",
            { IsIn: true } => "in ",
            { ParameterType.IsByRef: true } => "ref ",
            _ when parameter.IsDefined(typeof(ParamArrayAttribute)) || parameter.IsDefined(typeof(ParamCollectionAttribute)) => "params ",
            _ => string.Empty,
        };
        var value = parameter.HasDefaultValue ? " = " + Literal(parameter.RawDefaultValue) : string.Empty;
        return $"{way}{TypeText.Of(parameter.ParameterType, Nullability.Create(parameter))} {parameter.Name}{value}";
    }

    private static string Modifiers(MethodInfo method)
    {
        var access = method.IsPublic ? string.Empty : "protected ";
        return method switch
        {
            _ when method.DeclaringType!.IsInterface && method.IsAbstract && !method.IsStatic => access,
            { IsStatic: true } => access + "static ",
            { IsAbstract: true } => access + "abstract ",
            { IsVirtual: true, IsFinal: false } when method.GetBaseDefinition() != method => access + "override ",
            { IsVirtual: true, IsFinal: false } => access + "virtual ",
            _ => access,
        };
    }

    private static string Generic(MethodInfo method) =>
        method.IsGenericMethod ? $"<{string.Join(", ", method.GetGenericArguments().Select(a => a.Name))}>" : string.Empty;

    private static string Constraints(Type[] parameters) => string.Concat(parameters.Where(p => p.IsGenericParameter).Select(p =>
    {
        var flags = p.GenericParameterAttributes;
        var constraints = p.GetGenericParameterConstraints().Where(c => c != typeof(ValueType)).Select(c => TypeText.Of(c))
            .Prepend(flags.HasFlag(GenericParameterAttributes.ReferenceTypeConstraint) ? "class" : null)
            .Prepend(flags.HasFlag(GenericParameterAttributes.NotNullableValueTypeConstraint) ? "struct" : null)
            .OfType<string>()
            .ToArray();
        return constraints.Length == 0 ? string.Empty : $" where {p.Name} : {string.Join(", ", constraints)}";
    }));

    private static string Literal(object? value) => value switch
    {
        null => "default",
        string s => $"\"{s}\"",
        bool b => b ? "true" : "false",
        _ => Convert.ToString(value, CultureInfo.InvariantCulture)!,
    };

    private static bool IsShown(MethodBase? method) => method is { IsPublic: true } or { IsFamily: true } or { IsFamilyOrAssembly: true };

    /// <summary>Not an accessor, not made by the compiler for a record, and more than an override of what every object has.</summary>
    private static bool IsWritten(MethodInfo method) =>
        (!method.IsSpecialName || method.Name.StartsWith("op_", StringComparison.Ordinal))
        && !method.IsDefined(typeof(CompilerGeneratedAttribute))
        && method.GetBaseDefinition().DeclaringType != typeof(object);

    private static bool IsInit(PropertyInfo property) =>
        property.SetMethod?.ReturnParameter.GetRequiredCustomModifiers().Contains(typeof(IsExternalInit)) == true;
}
