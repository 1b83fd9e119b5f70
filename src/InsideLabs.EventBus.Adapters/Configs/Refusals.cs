using InsideLabs.EventBus.Errors;

namespace InsideLabs.EventBus.Adapters.Configs;

/// <summary>What it means for a delivery that its rendered config or settings have faults. The first one is named.</summary>
internal static class Refusals
{
    /// <summary>The config: no other attempt can succeed.</summary>
    /// <param name="faults">At least one fault.</param>
    public static DeliveryResult OfConfig(FaultList faults) => DeliveryResult.Rejected(CodeOf(faults[0]), Describe(faults[0]));

    /// <summary>The settings: they may be written anew, so the delivery is tried again.</summary>
    /// <param name="faults">At least one fault.</param>
    public static DeliveryResult OfSettings(FaultList faults) => NotConfigured(Describe(faults[0]));

    /// <summary>Something is missing that the host's settings could give.</summary>
    /// <param name="what">What, and the way out.</param>
    public static DeliveryResult NotConfigured(string what) => DeliveryResult.Retry(ErrorCodes.AdapterNotConfigured, what);

    /// <summary>
    /// Where the host does not let anything go is one code, whatever rule says so; what is wrong with the value itself keeps its own;
    /// all else is a config that was never right, or is not any more.
    /// </summary>
    private static string CodeOf(Fault fault) => fault.Code switch
    {
        ErrorCodes.DestinationBlocked or ErrorCodes.HttpsRequired or ErrorCodes.UrlSchemeForbidden or ErrorCodes.UrlPortForbidden =>
            ErrorCodes.DestinationBlocked,
        ErrorCodes.UrlMalformed or ErrorCodes.UrlTooLong or ErrorCodes.UrlUserinfoForbidden or ErrorCodes.UrlFragmentForbidden
            or ErrorCodes.AddressInvalid or ErrorCodes.HeaderValueInvalid or ErrorCodes.TemplateUnresolved or ErrorCodes.TemplateLimitExceeded => fault.Code,
        _ => ErrorCodes.ConfigInvalid,
    };

    private static string Describe(Fault fault) => $"{fault.Field}: {fault.Message} ({fault.Code})";
}
