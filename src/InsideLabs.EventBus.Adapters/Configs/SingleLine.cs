using InsideLabs.EventBus.Errors;

namespace InsideLabs.EventBus.Adapters.Configs;

/// <summary>Texts that become part of a header.</summary>
internal static class SingleLine
{
    /// <summary>Judges a text that a mail's header carries: it may hold any character but those that would end the header.</summary>
    /// <param name="text">The text.</param>
    public static (string Code, string Message)? Judge(string text) => text.AsSpan().ContainsAny("\r\n\0")
        ? (ErrorCodes.HeaderValueInvalid, "The text holds a line break or NUL, which would end the header it goes into.")
        : null;

    /// <summary>Judges a token that goes into a request's <c>Authorization</c>.</summary>
    /// <param name="text">The token; never shown.</param>
    public static (string Code, string Message)? JudgeToken(string text) => text.Length == 0 || text.AsSpan().ContainsAnyExceptInRange('!', '~')
        ? (ErrorCodes.HeaderValueInvalid, "The credential is empty, or holds a space, a control character or one beyond ASCII.")
        : null;
}
