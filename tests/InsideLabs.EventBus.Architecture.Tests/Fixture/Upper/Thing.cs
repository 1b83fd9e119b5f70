namespace InsideLabs.EventBus.Architecture.Tests.Fixture.Upper;

/// <summary>What nothing in Lower may use.</summary>
internal class Thing : Exception
{
    public static int Number { get; set; }

    public static Task<Thing?> MakeAsync() => Task.FromResult<Thing?>(null);
}

internal interface IThing;

[AttributeUsage(AttributeTargets.All)]
internal sealed class ThingAttribute : Attribute;
