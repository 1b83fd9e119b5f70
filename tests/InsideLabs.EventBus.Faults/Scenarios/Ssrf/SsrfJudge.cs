using System.Globalization;
using InsideLabs.EventBus.Deliveries;
using InsideLabs.EventBus.Errors;
using InsideLabs.EventBus.Faults.Campaigns;
using InsideLabs.EventBus.Faults.Checking;
using InsideLabs.EventBus.Faults.Children;
using InsideLabs.EventBus.Subscriptions;
using Microsoft.Extensions.DependencyInjection;

namespace InsideLabs.EventBus.Faults.Scenarios.Ssrf;

/// <summary>Compares what became of each case with what should have, and looks for addresses in what is told of it.</summary>
internal static class SsrfJudge
{
    private static readonly HashSet<string> Refusals = new(StringComparer.Ordinal)
    {
        ErrorCodes.DestinationBlocked,
        ErrorCodes.UrlMalformed,
        ErrorCodes.UrlUserinfoForbidden,
        ErrorCodes.UrlFragmentForbidden,
        ErrorCodes.UrlSchemeForbidden,
    };

    public static async Task JudgeAsync(ScenarioRun run, string databasePath, IReadOnlyList<ChildLine> told)
    {
        using var host = ChildHost.Build(databasePath);
        var attempts = (await host.Services.GetRequiredService<IDeliveryStore>().ListAttemptsAsync(AttemptFilter.All, CancellationToken.None))
            .OrderBy(a => a.StartedAt).ToLookup(a => a.SubscriptionId);
        var subscriptions = (await host.Services.GetRequiredService<ISubscriptionStore>().ListAsync(SubscriptionFilter.All, CancellationToken.None))
            .ToDictionary(s => s.Labels.Single(), StringComparer.Ordinal);
        run.Require(EvidenceReader.CheckIntegrity(databasePath) == "ok", $"the integrity check of the store failed.");
        foreach (var line in told.Where(l => l is { Kind: ChildLineKind.Told, Subject: SsrfRole.SettingsTaken or SsrfRole.Shown }))
        {
            run.Require(false, $"the child told {line.Subject} of {line.Detail}.");
        }

        for (var i = 0; i < SsrfCorpus.All.Count; i++)
        {
            var name = SsrfCorpus.NameOf(i);
            var refusal = told.FirstOrDefault(l => string.Equals(l.Subject, name, StringComparison.Ordinal))?.Detail;
            Judge(run, SsrfCorpus.All[i], refusal, subscriptions.TryGetValue(name, out var subscription) ? [.. attempts[subscription.Id]] : []);
            run.Runs++;
        }
    }

    private static void Judge(ScenarioRun run, SsrfCase tried, string? refusal, DeliveryAttempt[] attempts)
    {
        if (refusal is not null)
        {
            run.Require(tried.Expected == SsrfOutcome.Denied && Refusals.Contains(refusal), $"{tried.Target} was refused with {refusal}.");
            return;
        }

        SsrfOutcome[] expected = tried.Then is { } then ? [tried.Expected, then] : [tried.Expected];
        run.Require(
            attempts.Length == expected.Length && attempts.Zip(expected).All(p => IsSo(p.First, p.Second)),
            $"{tried.Target} should have been {string.Join(", then ", expected)}, and ended as {string.Join("; ", attempts.Select(Describe))}.");
        foreach (var text in attempts.SelectMany(a => a.Warnings.Append(a.Response ?? string.Empty)))
        {
            run.Require(!tried.Hidden.Any(h => text.Contains(h, StringComparison.OrdinalIgnoreCase)), $"{tried.Target}: the audit shows where its name leads: {text}");
        }
    }

    private static bool IsSo(DeliveryAttempt attempt, SsrfOutcome expected) => expected switch
    {
        SsrfOutcome.Reached => attempt is { Outcome: AttemptOutcome.Success, StatusCode: 204 },
        SsrfOutcome.Redirected => attempt is { Outcome: AttemptOutcome.Dead, StatusCode: >= 300 and < 400 },
        _ => attempt is { Outcome: AttemptOutcome.Dead, StatusCode: null } && string.Equals(attempt.Code, ErrorCodes.DestinationBlocked, StringComparison.Ordinal),
    };

    private static string Describe(DeliveryAttempt attempt) => string.Create(
        CultureInfo.InvariantCulture, $"{attempt.Outcome} {attempt.StatusCode} {attempt.Code} {string.Join(' ', attempt.Warnings)} {attempt.Response}");
}
