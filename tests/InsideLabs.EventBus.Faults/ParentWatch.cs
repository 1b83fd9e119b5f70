namespace InsideLabs.EventBus.Faults;

/// <summary>Ends this process with its parent, whose end of the standard input closes when it dies: no child is left behind.</summary>
internal static class ParentWatch
{
    private const int ParentGone = 3;

    public static void Start() => new Thread(Watch) { IsBackground = true, Name = "Parent watch" }.Start();

    private static void Watch()
    {
        using var input = Console.OpenStandardInput();
        while (input.ReadByte() >= 0)
        {
        }

        Environment.Exit(ParentGone);
    }
}
