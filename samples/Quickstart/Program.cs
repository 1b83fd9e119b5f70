using Quickstart;

Console.WriteLine($"{SamplePayloads.All.Count} sample events");
