// Command line of the generator: writes the bindings, or with --check says whether the committed ones are up to date.

using GlassModes.BindingGenerator;

bool check = args.Contains("--check");
string[] files = [.. args.Where(argument => argument != "--check")];
if (files.Length == 0 || files.Any(file => file.StartsWith('-')))
{
    Console.Error.WriteLine("usage: GlassModes.BindingGenerator [--check] FILE.rsp ...");
    return 2;
}

try
{
    int differing = 0;
    foreach (ResponseFile options in files.Select(ResponseFile.Read))
    {
        string text = BindingGenerator.Generate(options);
        bool same = File.Exists(options.Output) && File.ReadAllText(options.Output) == text;
        if (check && !same)
        {
            Console.Error.WriteLine($"{options.Output} differs from what {options.Path} generates.");
            differing++;
        }
        else if (!check && !same)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(options.Output)!);
            File.WriteAllText(options.Output, text);
            Console.WriteLine($"{options.Output} written.");
        }
    }

    return differing == 0 ? 0 : 1;
}
catch (BindingException problem)
{
    Console.Error.WriteLine(problem.Message);
    return 2;
}
