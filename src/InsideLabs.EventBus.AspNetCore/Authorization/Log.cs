using Microsoft.Extensions.Logging;

namespace InsideLabs.EventBus.AspNetCore.Authorization;

/// <summary>The log events of who may call.</summary>
internal static partial class Log
{
    [LoggerMessage(
        7100,
        LogLevel.Warning,
        "{Open} of {All} endpoints of the event API at '{Prefix}' have no authorization policy: anybody who reaches this server can call them. Outside Development it would not start")]
    public static partial void ApiOpen(ILogger logger, string prefix, int open, int all);
}
