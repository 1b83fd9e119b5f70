using InsideLabs.EventBus.Faults.Campaigns;
using InsideLabs.EventBus.Faults.Children;

if (args is ["child", var options])
{
    return await ChildProgram.RunAsync(ChildOptions.Parse(options));
}

try
{
    return await CampaignRunner.RunAsync(CampaignOptions.Parse(args));
}
catch (ArgumentException wrong)
{
    Console.Error.WriteLine(wrong.Message);
    return 2;
}
