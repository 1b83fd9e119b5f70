using InsideLabs.EventBus.Architecture.Tests.Fixture.Upper;

namespace InsideLabs.EventBus.Architecture.Tests.Fixture.Lower;

/// <summary>Uses only the framework and its own area.</summary>
internal static class Innocent
{
    public static int Count => nameof(Innocent).Length;
}

internal sealed class UsesAsBase : Thing;

internal sealed class UsesAsInterface : IThing;

[Thing]
internal static class UsesAsAttribute;

[System.ComponentModel.TypeConverter(typeof(Thing))]
internal static class UsesInAttributeArgument;

internal sealed class UsesAsConstraint<T>
    where T : Thing;

internal static class UsesInField
{
    public static readonly List<Thing?[]> Things = [];
}

internal static class UsesInSignature
{
    public static int Count(IReadOnlyDictionary<string, IThing> things) => things.Count;
}

internal static class UsesInProperty
{
    public static IThing? Current { get; set; }
}

internal static class UsesInBody
{
    public static int Count() => Thing.Number;
}

internal static class UsesInClosure
{
    public static Func<int> Counter(int step) => () => Thing.Number + step;
}

internal static class UsesInAsyncMethod
{
    public static async Task<string?> NameAsync()
    {
        await Task.Yield();
        return (await Thing.MakeAsync())?.Message;
    }
}

internal static class UsesInIterator
{
    public static IEnumerable<int> Numbers()
    {
        yield return Thing.Number;
    }
}

internal static class UsesInCatch
{
    public static bool Fails(Action action)
    {
        try
        {
            action();
            return false;
        }
        catch (Thing)
        {
            return true;
        }
    }
}

internal static class UsesInTypeOf
{
    public static string Name => typeof(Thing).Name;
}

internal static class UsesInGenericCall
{
    public static int Count(IEnumerable<object> items) => items.OfType<IThing>().Count();
}

internal static class UsesInNestedType
{
    internal static class Inner
    {
        public static bool Is(object value) => value is Thing;
    }
}
