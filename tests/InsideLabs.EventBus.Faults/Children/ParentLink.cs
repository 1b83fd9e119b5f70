using System.Threading.Channels;

namespace InsideLabs.EventBus.Faults.Children;

/// <summary>
/// What the parent says, line by line on the standard input. When the parent dies its end closes, and this process ends with
/// it: no child is left behind.
/// </summary>
internal sealed class ParentLink
{
    private const int ParentGone = 3;

    private readonly Channel<string> _lines = Channel.CreateUnbounded<string>();

    private ParentLink()
    {
    }

    /// <summary>The lines that the parent has written and nobody has read.</summary>
    public ChannelReader<string> Lines => _lines.Reader;

    public static ParentLink Start()
    {
        var link = new ParentLink();
        new Thread(link.Watch) { IsBackground = true, Name = "Parent link" }.Start();
        return link;
    }

    private void Watch()
    {
        using var input = new StreamReader(Console.OpenStandardInput());
        while (input.ReadLine() is { } line)
        {
            _lines.Writer.TryWrite(line);
        }

        Environment.Exit(ParentGone);
    }
}
