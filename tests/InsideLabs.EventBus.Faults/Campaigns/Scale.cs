namespace InsideLabs.EventBus.Faults.Campaigns;

/// <summary>How much of it.</summary>
internal enum Scale
{
    /// <summary>A look at everything, within the patience of a test run: all scenarios in three minutes.</summary>
    Quick = 0,

    /// <summary>What the figures in the documents are made of: an hour or more, by hand.</summary>
    Full = 1,
}
