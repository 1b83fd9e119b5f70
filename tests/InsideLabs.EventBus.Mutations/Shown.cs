using System.Text;

namespace InsideLabs.EventBus.Mutations;

/// <summary>Bytes for people, in the escapes that <c>printf '%b'</c> turns back into bytes.</summary>
internal static class Shown
{
    public static string Bytes(ReadOnlySpan<byte> bytes, int most)
    {
        var text = new StringBuilder();
        foreach (var b in bytes.Length > most ? bytes[..most] : bytes)
        {
            text.Append((char)b switch
            {
                '\r' => "\\r",
                '\n' => "\\n",
                '\\' => "\\\\",
                '\'' => "\\x27",
                >= ' ' and <= '~' => ((char)b).ToString(),
                _ => $"\\x{b:x2}",
            });
        }

        return bytes.Length > most ? $"{text} … ({bytes.Length} bytes)" : text.ToString();
    }
}
