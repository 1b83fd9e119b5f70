using System.Net.Sockets;
using EventServer.Settings;
using InsideLabs.EventBus.Errors;
using Microsoft.Extensions.Options;

namespace EventServer;

/// <summary>Says once, and without a stack trace, why the server does not start.</summary>
internal static class StartFailure
{
    public static Task ShowAsync(Exception failure, TextWriter error) => error.WriteLineAsync($"The event server cannot start: {Explain(failure)}");

    private static string Explain(Exception failure) => failure switch
    {
        // What a person can put right by reading the message.
        SettingsException or EventBusException or OptionsValidationException => failure.Message,
        IOException or SocketException or UnauthorizedAccessException or FormatException or InvalidDataException or InvalidOperationException =>
            failure.InnerException is FormatException or SocketException ? $"{failure.Message} {failure.InnerException.Message}" : failure.Message,

        // Anything else is a defect, and its trace is what helps.
        _ => failure.ToString(),
    };
}
