namespace InsideLabs.EventBus.Faults.Breaking;

/// <summary>The mistakes that the campaign must catch. Each is one that a person could make.</summary>
internal static class BrokenBuildList
{
    private const string Core = "src/InsideLabs.EventBus/";
    private const string Adapters = "src/InsideLabs.EventBus.Adapters/";
    private const string Sqlite = "src/InsideLabs.EventBus.Sqlite/";

    public static IReadOnlyList<BrokenBuild> All { get; } =
    [
        new(
            "Publishers are woken before the commit",
            Sqlite + "Writing/SqliteWriter.cs",
            "            _scope.Commit();\n            Commits++;",
            "            _batch.OfType<Deliveries.CommitUnit>().ToList().ForEach(u => u.Complete());\n            _scope.Commit();\n            Commits++;",
            "kill",
            "I1"),
        new(
            "The receipt counts what matched, but only the first delivery is stored",
            Sqlite + "Deliveries/CommitUnit.cs",
            "        foreach (var delivery in item.Deliveries)\n        {\n            session",
            "        foreach (var delivery in item.Deliveries.Take(1))\n        {\n            session",
            "kill",
            "I2"),
        new(
            "A trailing wildcard counts as an exact name",
            Core + "Matching/SubscriptionIndexBuilder.cs",
            "isType: isLast && !pattern.IsWildcard",
            "isType: isLast",
            "kill",
            "I1"),
        new(
            "An attempt that failed is not recorded",
            Sqlite + "Deliveries/SettleUnit.cs",
            "        AttemptRow.Insert(scope.Session, settlement.DeliveryId, attempt, _claim.Adapter);",
            "        if (attempt.Outcome == AttemptOutcome.Success)\n        {\n            AttemptRow.Insert(scope.Session, settlement.DeliveryId, attempt, _claim.Adapter);\n        }",
            "kill",
            "I4"),
        new(
            "A retry is due at once",
            Sqlite + "Deliveries/SettleUnit.cs",
            "            : settlement.DueAt.UtcTicks;",
            "            : settlement.Attempt.StartedAt.UtcTicks;",
            "kill",
            "I6"),
        new(
            "The signature is made over the wrong bytes",
            Adapters + "Webhook/WebhookRequest.cs",
            "WebhookSignature.Sign(delivery.SigningSecrets, id, now, body.Span)",
            "WebhookSignature.Sign(delivery.SigningSecrets, id, now, body.Span[..^1])",
            "kill",
            "I9"),
        new(
            "A request says that it is another event's",
            Adapters + "Webhook/WebhookRequest.cs",
            "headers.Add(WebhookHeaders.EventId, delivery.Occurrence.Id);",
            "headers.Add(WebhookHeaders.EventId, id);",
            "kill",
            "I7"),
        new(
            "A refusal by the receiver counts as delivered",
            Adapters + "Http/OutcomeTable.cs",
            ">= 500 and < 600 => DeliveryResult.Retry(ErrorCodes.Http5xx, excerpt, status, retryAfter),",
            ">= 500 and < 600 => DeliveryResult.Delivered(status, excerpt),",
            "kill",
            "I7"),
        new(
            "What was queued is forgotten when the process ends",
            Sqlite + "Claims/QueuedSubscriptions.cs",
            "        while (next is { } id)",
            "        while (found.Count < 0 && next is { } id)",
            "kill",
            "kill"),
        new(
            "A claim is settled without its token",
            Sqlite + "Claims/Lanes.cs",
            "return _claims.Find(id) is { } delivery && delivery.ClaimNo == claimNo ? delivery : null;",
            "return _claims.Find(id);",
            "zombie",
            "zombie",
            "I5"),
        new(
            "A late outcome leaves no trace",
            Sqlite + "Deliveries/SettleUnit.cs",
            "            AttemptRow.InsertStale(scope.Session, settlement.DeliveryId, settlement.Attempt);\n",
            "",
            "zombie",
            "zombie"),
    ];
}
