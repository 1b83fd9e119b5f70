using InsideLabs.EventBus.Faults.Breaking;
using InsideLabs.EventBus.Faults.Campaigns;
using InsideLabs.EventBus.Faults.Children;

if (args is ["child", var options])
{
    return await ChildProgram.RunAsync(ChildOptions.Parse(options));
}

try
{
    if (args is ["--broken", .. var names])
    {
        return await BrokenBuildRunner.RunAsync(names);
    }

    return await CampaignRunner.RunAsync(CampaignOptions.Parse(args));
}
catch (ArgumentException wrong)
{
    Console.Error.WriteLine(wrong.Message);
    return 2;
}
