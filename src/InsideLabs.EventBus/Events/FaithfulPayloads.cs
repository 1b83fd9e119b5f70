using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace InsideLabs.EventBus.Events;

/// <summary>
/// Knows of a payload type whether the serializer surely reads what it writes, so that a payload that it has just written need not be read again
/// to be judged. Whatever is not known to be harmless is not trusted: converters of the domain's own, hooks, polymorphism, members
/// that may be left out though they are required.
/// </summary>
internal sealed class FaithfulPayloads
{
    private static readonly FrozenSet<Type> Collections = FrozenSet.ToFrozenSet(
    [
        typeof(List<>), typeof(IList<>), typeof(ICollection<>), typeof(IEnumerable<>), typeof(IReadOnlyList<>), typeof(IReadOnlyCollection<>),
        typeof(HashSet<>), typeof(ISet<>), typeof(IReadOnlySet<>), typeof(ImmutableArray<>), typeof(ImmutableList<>), typeof(IImmutableList<>),
        typeof(Dictionary<,>), typeof(IDictionary<,>), typeof(IReadOnlyDictionary<,>), typeof(ImmutableDictionary<,>),
        typeof(IImmutableDictionary<,>),
    ]);

    private readonly HashSet<Type> _seen = [];
    private readonly List<Func<object, object?>> _required = [];

    private FaithfulPayloads()
    {
    }

    /// <summary>
    /// Judges a payload type. Null when nothing is known of it; else the getters of the members that must not be null, because the
    /// serializer would leave them out and then miss them.
    /// </summary>
    public static Func<object, object?>[]? Required(JsonTypeInfo info)
    {
        var judge = new FaithfulPayloads();
        var options = info.Options;
        return options.ReferenceHandler is null
            && options.PreferredObjectCreationHandling == JsonObjectCreationHandling.Replace
            && info.Kind == JsonTypeInfoKind.Object
            && judge.IsFaithful(info, isPayload: true)
            ? [.. judge._required]
            : null;
    }

    private static bool IsOfThePlatform(object converter) => converter.GetType().Assembly == typeof(JsonSerializer).Assembly;

    private static bool WritesNumbersAsTexts(JsonNumberHandling? handling) => handling?.HasFlag(JsonNumberHandling.WriteAsString) == true;

    private bool IsFaithful(JsonTypeInfo info, bool isPayload = false)
    {
        if (!_seen.Add(info.Type))
        {
            return true;
        }

        if (!IsOfThePlatform(info.Converter)
            || info.PolymorphismOptions is not null
            || WritesNumbersAsTexts(info.NumberHandling ?? info.Options.NumberHandling)
            || info.OnDeserializing is not null
            || info.OnDeserialized is not null
            || info.PreferredPropertyObjectCreationHandling is JsonObjectCreationHandling.Populate)
        {
            return false;
        }

        return info.Kind switch
        {
            JsonTypeInfoKind.None => Nullable.GetUnderlyingType(info.Type) is not { } inner || IsFaithful(inner, info.Options),
            JsonTypeInfoKind.Object => info.Properties.All(p => IsFaithful(p, info, isPayload))
                && (info.CreateObject is not null || info.Properties.Any(p => p.AssociatedParameter is not null)),
            _ => (info.Type.IsArray || (info.Type.IsGenericType && Collections.Contains(info.Type.GetGenericTypeDefinition())))
                && (info.KeyType is null || info.KeyType == typeof(string))
                && info.ElementType is { } element
                && IsFaithful(element, info.Options),
        };
    }

    private bool IsFaithful(Type type, JsonSerializerOptions options) => options.TryGetTypeInfo(type, out var info) && IsFaithful(info);

    private bool IsFaithful(JsonPropertyInfo property, JsonTypeInfo owner, bool isPayload)
    {
        var mustBeThere = property.IsRequired
            || (owner.Options.RespectRequiredConstructorParameters && property.AssociatedParameter is { HasDefaultValue: false });
        if (property.Get is null)
        {
            return !mustBeThere;
        }

        if (property.IsExtensionData
            || property.CustomConverter is not null
            || property.ObjectCreationHandling is JsonObjectCreationHandling.Populate
            || WritesNumbersAsTexts(property.NumberHandling)
            || (property.IsGetNullable && !property.IsSetNullable)
            || (property.IsGetNullable && property.AssociatedParameter is { IsNullable: false } && owner.Options.RespectNullableAnnotations))
        {
            return false;
        }

        if (mustBeThere && !IsAlwaysWritten(property, owner))
        {
            if (!isPayload || property.PropertyType.IsValueType || property.ShouldSerialize is not null)
            {
                return false;
            }

            _required.Add(property.Get);
        }

        return IsFaithful(property.PropertyType, owner.Options);
    }

    private static bool IsAlwaysWritten(JsonPropertyInfo property, JsonTypeInfo owner)
    {
        if (property.ShouldSerialize is not null || property.AttributeProvider?.IsDefined(typeof(JsonIgnoreAttribute), inherit: true) != false)
        {
            return false;
        }

        var isNullable = !property.PropertyType.IsValueType || Nullable.GetUnderlyingType(property.PropertyType) is not null;
        return owner.Options.DefaultIgnoreCondition switch
        {
            JsonIgnoreCondition.Never => true,
            JsonIgnoreCondition.WhenWritingNull => !isNullable,
            _ => false,
        };
    }
}
