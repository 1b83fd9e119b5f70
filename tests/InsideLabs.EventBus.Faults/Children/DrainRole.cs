namespace InsideLabs.EventBus.Faults.Children;

/// <summary>Delivers what is queued, and ends with exit code 0 when nothing is left.</summary>
internal sealed class DrainRole : ChildRole
{
    public const string RoleName = "drain";

    public override string Name => RoleName;

    public override Task RunAsync(ChildContext child) => child.Drain.WaitAsync();
}
