using System.Text;

namespace InsideLabs.EventBus.Faults.Children;

/// <summary>Writes each line with one unbuffered system call, so that what was written is in the parent's pipe whatever happens next.</summary>
internal sealed class LineWriter
{
    private readonly Lock _gate = new();
    private readonly Stream _output = Console.OpenStandardOutput();

    public void Write(ChildLine line)
    {
        var bytes = Encoding.ASCII.GetBytes(line + "\n");
        lock (_gate)
        {
            _output.Write(bytes);
        }
    }
}
