using System.Globalization;

namespace InsideLabs.EventBus.Faults.Scenarios.Receivers;

/// <summary>What the system says of a process.</summary>
internal static class ProcessFigures
{
    private const int Remote = 2;
    private const int State = 3;
    private const int Inode = 9;
    private const string Closed = "0";
    private const string SocketLink = "socket:[";
    private const string TimeWait = "06";

    /// <summary>How much memory it uses now, in bytes.</summary>
    public static long Memory(int processId) => Status(processId, "VmRSS:");

    /// <summary>How much it used at most.</summary>
    public static long MostMemory(int processId) => Status(processId, "VmHWM:");

    /// <summary>
    /// The ports that its connections lead to, with those that it has closed and the system still works on. What the system only
    /// remembers, in TIME_WAIT, is none.
    /// </summary>
    public static IEnumerable<int> ConnectedPorts(int processId)
    {
        var own = Directory.GetFiles($"/proc/{processId}/fd")
            .Select(fd => new FileInfo(fd).LinkTarget)
            .Where(target => target?.StartsWith(SocketLink, StringComparison.Ordinal) == true)
            .Select(target => target![SocketLink.Length..^1])
            .Append(Closed)
            .ToHashSet(StringComparer.Ordinal);
        return File.ReadLines($"/proc/{processId}/net/tcp")
            .Skip(1)
            .Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            .Where(row => row[State] != TimeWait && own.Contains(row[Inode]))
            .Select(row => int.Parse(row[Remote].Split(':')[1], NumberStyles.HexNumber, CultureInfo.InvariantCulture));
    }

    private static long Status(int processId, string name)
    {
        var line = File.ReadLines($"/proc/{processId}/status").First(l => l.StartsWith(name, StringComparison.Ordinal));
        return long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[^2], CultureInfo.InvariantCulture) * 1024;
    }
}
