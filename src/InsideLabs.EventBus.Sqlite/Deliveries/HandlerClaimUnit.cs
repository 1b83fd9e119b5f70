using InsideLabs.EventBus.Sqlite.Claims;
using InsideLabs.EventBus.Sqlite.Writing;

namespace InsideLabs.EventBus.Sqlite.Deliveries;

/// <summary>
/// Writes the claims of handlers' deliveries before the handlers run: a handler can kill the process, and the next start must
/// know which deliveries it died with.
/// </summary>
internal sealed class HandlerClaimUnit(IReadOnlyList<QueuedDelivery> claims) : WriteUnit<bool>
{
    private const string Update = "UPDATE deliveries SET status = 1, claim_no = ?2 WHERE id = ?1 AND status = 0";

    public override void Execute(WriteScope scope)
    {
        foreach (var claim in claims)
        {
            scope.Session.Prepared(Update).Bind(1, claim.Id).Bind(2, claim.ClaimNo).Run();
        }
    }
}
