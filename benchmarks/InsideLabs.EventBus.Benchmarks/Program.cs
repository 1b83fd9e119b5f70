Console.WriteLine("Benchmarks: see benchmarks/README.md");
