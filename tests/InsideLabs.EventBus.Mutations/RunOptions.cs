using System.Globalization;

namespace InsideLabs.EventBus.Mutations;

/// <summary>What the script says: the server's program, how long, and which seed.</summary>
internal sealed record RunOptions(string ServerDll, TimeSpan Duration, int Seed)
{
    public const int Connections = 16;

    public static RunOptions Parse(string[] args) => args is [var dll, var seconds, var seed]
        && int.TryParse(seconds, NumberStyles.None, CultureInfo.InvariantCulture, out var s) && s > 0
        && int.TryParse(seed, NumberStyles.None, CultureInfo.InvariantCulture, out var n)
            ? new RunOptions(Path.GetFullPath(dll), TimeSpan.FromSeconds(s), n)
            : throw new ArgumentException("Usage: the server's dll, the seconds (1 or more), the seed (a whole number).", nameof(args));
}
