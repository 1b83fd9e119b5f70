using System.Collections.Frozen;

namespace InsideLabs.EventBus.Adapters.Slack;

/// <summary>What Slack's error words mean for a delivery.</summary>
internal enum SlackErrorKind
{
    /// <summary>Too many messages for now.</summary>
    Limited,

    /// <summary>Slack's own trouble, or a workspace that is being moved.</summary>
    Passing,

    /// <summary>The message as such will never be taken.</summary>
    Message,

    /// <summary>The channel will not take it.</summary>
    Channel,

    /// <summary>The token or the webhook may not post.</summary>
    Access,
}

/// <summary>Knows the error words of incoming webhooks and of <c>chat.postMessage</c>.</summary>
internal static class SlackErrors
{
    private static readonly FrozenDictionary<string, SlackErrorKind> Known = new Dictionary<SlackErrorKind, string[]>
    {
        [SlackErrorKind.Limited] = ["ratelimited", "rate_limited", "message_limit_exceeded"],
        [SlackErrorKind.Passing] =
        [
            "internal_error", "fatal_error", "service_unavailable", "request_timeout", "team_added_to_org", "org_login_required",
            "rollup_error", "external_channel_migrating", "method_temporarily_unavailable", "ekm_access_denied",
        ],
        [SlackErrorKind.Message] =
        [
            "invalid_payload", "no_text", "missing_text_or_fallback_or_attachments", "msg_too_long", "msg_blocks_too_long", "invalid_blocks",
            "invalid_blocks_format", "too_many_attachments", "attachment_payload_limit_exceeded", "invalid_attachments",
            "invalid_arguments", "invalid_arg_name", "invalid_array_arg", "invalid_json", "json_not_object", "invalid_charset",
            "invalid_form_data", "invalid_post_type", "missing_post_type", "markdown_text_conflict", "metadata_too_large",
            "invalid_metadata_format", "invalid_metadata_schema", "metadata_must_be_sent_from_app", "cannot_reply_to_message",
            "duplicate_message_not_found", "as_user_not_supported", "slack_connect_canvas_sharing_blocked",
            "slack_connect_file_link_sharing_blocked", "slack_connect_lists_sharing_blocked", "slack_connect_blocked_file_type",
            "slack_connect_file_upload_sharing_blocked", "slack_connect_clip_sharing_blocked",
        ],
        [SlackErrorKind.Channel] =
        [
            "channel_not_found", "not_in_channel", "is_archived", "channel_is_archived", "user_not_found", "is_inactive", "cannot_dm_bot",
            "messages_tab_disabled", "restricted_action", "restricted_action_read_only_channel", "restricted_action_thread_only_channel",
            "restricted_action_non_threadable_channel", "restricted_action_thread_locked", "posting_to_general_channel_denied",
            "team_not_found", "team_access_not_granted",
        ],
        [SlackErrorKind.Access] =
        [
            "invalid_auth", "not_authed", "account_inactive", "token_revoked", "token_expired", "missing_scope", "no_permission",
            "access_denied", "accesslimited", "not_allowed_token_type", "two_factor_setup_required", "enterprise_is_restricted",
            "deprecated_endpoint", "method_deprecated", "action_prohibited", "invalid_token", "no_service", "no_service_id", "no_team",
            "no_active_hooks", "team_disabled", "app_uninstalled",
        ],
    }.SelectMany(kind => kind.Value.Select(word => KeyValuePair.Create(word, kind.Key))).ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>The kind of an error; null for a word nobody knows here.</summary>
    /// <param name="error">Slack's word.</param>
    public static SlackErrorKind? KindOf(string error) => Known.TryGetValue(error, out var kind) ? kind : null;
}
