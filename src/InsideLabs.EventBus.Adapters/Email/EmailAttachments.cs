using System.Buffers.Text;
using InsideLabs.EventBus.Adapters.Configs;
using InsideLabs.EventBus.Errors;

namespace InsideLabs.EventBus.Adapters.Email;

/// <summary>Judges a mail's attachments.</summary>
internal static class EmailAttachments
{
    /// <summary>The properties of an attachment.</summary>
    public static readonly string[] Properties = ["content", "filename", "type", "disposition", "content_id"];

    /// <summary>How an attachment may be shown.</summary>
    public static readonly string[] Dispositions = ["attachment", "inline"];

    /// <summary>Reads <c>attachments</c>.</summary>
    public static void Read(ConfigObject config, FaultList faults)
    {
        foreach (var (value, path) in config.Items("attachments"))
        {
            if (ConfigObject.Of(value, path, config.Stage, faults) is not { } attachment)
            {
                continue;
            }

            if (attachment.Require("content", "An attachment needs 'content': its bytes in base64."))
            {
                attachment.Text("content", JudgeContent);
            }

            if (attachment.Require("filename", "An attachment needs a 'filename'."))
            {
                attachment.Line("filename");
            }

            attachment.Line("type");
            attachment.Text("disposition", JudgeDisposition);
            attachment.Line("content_id");
            attachment.RefuseOthers(Properties, "An attachment");
        }
    }

    private static (string Code, string Message)? JudgeContent(string content) => content.Length > 0 && Base64.IsValid(content)
        ? null
        : (ErrorCodes.ConfigInvalid, "The content is not base64, or is empty.");

    private static (string Code, string Message)? JudgeDisposition(string disposition) => Dispositions.Contains(disposition, StringComparer.Ordinal)
        ? null
        : (ErrorCodes.ConfigInvalid, $"'{FaultText.Show(disposition)}' is no disposition; use {string.Join(" or ", Dispositions)}.");
}
