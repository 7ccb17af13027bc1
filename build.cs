// Every task of GlassModes, in one file:
//
//     dotnet run build.cs -- TASK [arguments]
//
// Run it without a task for the list. A task does all of its own set-up: it checks the native prerequisites it needs
// (and installs the missing ones where it may), builds, and runs. A step that fails ends the task with that step's exit code.
//
// From the top: the list of tasks, the tasks, their steps, the prerequisites, running commands, reading test results.
#:property PublishAot=false

using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Xml;
using System.Xml.Linq;

string root = AppContext.GetData("EntryPointFileDirectoryPath") as string
    ?? throw new InvalidOperationException("Run this file with `dotnet run build.cs`.");
string artifacts = Path.Combine(root, "artifacts");
string testResults = Path.Combine(artifacts, "test-results");
string dotnet = FindDotnet();
bool interrupted = false;

// What each kind of work needs: the Debian package, and the commands of which any one does as well.
Prerequisite[] compiling =
[
    new("cmake", "cmake"), new("g++", "c++", "g++", "clang++"), new("make", "make", "ninja"), new("libmumps-seq-dev"), new("libmetis-dev"),
];

// The report page is TypeScript, which the build bundles into GlassModes.Figures.
Prerequisite[] bundling = [new("nodejs", "node"), new("npm", "npm")];
Prerequisite[] browsing = [new("chromium", "chromium", "chromium-browser", "google-chrome")];
Prerequisite[] running = [new("libopenblas0-pthread"), new("libarpack2"), new("libmumps-seq-5.5"), new("libmetis5")];
Prerequisite[] testing =
[
    new("libopenblas-dev"), new("liblapacke-dev"), new("libarpack2-dev"), new("hdf5-tools", "h5dump"),
    new("libopenmpi-dev"), new("openmpi-bin", "mpirun"),
];

// A test starts a Slurm of its own, which only root can. Without root the test is ignored.
Prerequisite[] queueing = Environment.IsPrivilegedProcess ? [new("slurm-wlm"), new("munge")] : [];
Prerequisite[] binding = [new("libclang1-14"), new("libclang-common-14-dev")];
Prerequisite[] comparing = [new("lammps", "lmp")];
Prerequisite[] solving = [new("python3-scipy")];
Prerequisite[] reading = [new("lammps", "lmp"), new("python3-ase"), new("python3-mdanalysis"), new("python3-h5py")];

BuildTask[] tasks =
[
    new(
        "setup",
        "check all native prerequisites; install what is missing",
        _ => SetUp(compiling, bundling, running, testing, browsing, queueing, binding)),
    new("native", "build libglassmodes into artifacts/native/lib", _ => Native(withTests: false)),
    new("build", "native, then every project of Interop.sln in Release", _ => Build()),
    new("test", "build, check the format and the bindings, run every test [arguments of dotnet test]", Test),
    new("page-tests", "build, test the report page in a browser [arguments of dotnet test]", TestPages),
    new("validate", "build, compare the physics with reference data; slow [arguments of dotnet test]", Validate),
    new(
        "bench",
        "build, measure with BenchmarkDotNet [its arguments; without any, every benchmark]",
        arguments => Benchmark("Measure", arguments)),
    new(
        "threads",
        "build, measure one sample on all cores against one [arguments; --help]",
        arguments => Benchmark("Measure the threads", ["threads", .. arguments])),
    new("spectra", "install scipy from Debian, measure the eigensolvers in turns with it and with LAPACK [arguments; --help]", Spectra),
    new("sidebyside", "install LAMMPS from Debian, run it and us on the same files alternately [arguments; --help]", SideBySide),
    new(
        "soak",
        "build, kill campaigns at random moments, log to docs/notes/soak.md [--kills 1000; --help]",
        arguments => Benchmark("Kill campaigns", ["soak", .. arguments])),
    new("demo", "build, then the whole way on a few small samples [arguments of glassmodes demo]", Demo),
    new("bindings", "generate src/GlassModes.Native/Generated anew [--check: only compare]", Bindings),
    new("format", "format the code [--check: only compare]", Format),
    new("clean", "delete artifacts/", _ => Clean()),
];

// Ctrl-C reaches the running command by itself; this process stays to pass on its exit code.
Console.CancelKeyPress += (_, e) => e.Cancel = interrupted = true;

try
{
    string name = args.FirstOrDefault() ?? "help";
    if (Array.Find(tasks, t => t.Name == name) is { } task)
    {
        return task.Run(args[1..]);
    }

    bool wanted = name is "help" or "--help" or "-h";
    Help(wanted ? Console.Out : Console.Error);
    Console.Error.Write(wanted ? "" : $"\nbuild.cs: there is no task '{name}'.\n");
    return wanted ? 0 : 2;
}
catch (StepFailedException failure)
{
    Console.Error.WriteLine($"build.cs: {failure.Message}");
    return failure.ExitCode;
}

// ---- Tasks ----------------------------------------------------------------------------------------------------------

int Native(bool withTests)
{
    SetUp(compiling);
    ConfigureAndBuildNative(withTests);
    return 0;
}

int Build()
{
    SetUp(bundling);
    Native(withTests: false);
    BuildManaged();
    return 0;
}

// Prints the sums over ctest and NUnit alone on the last line. Whatever makes the task fail counts there as a failure too
// (a check, a suite that crashed, left no results or ran no test), so that the line never reads better than the exit code.
// A filter chooses among GlassModes.Tests: in the tests of the page it would find none.
int Test(string[] arguments)
{
    SetUp(compiling, bundling, running, testing, browsing, queueing, binding);
    ConfigureAndBuildNative(withTests: true);
    BuildManaged();
    string junit = Path.Combine(testResults, "native.xml");
    Tally tally = Check("The format check", () => Format(["--check"]))
        + Check("The check of the generated bindings", () => Bindings(["--check"]))
        + RunSuite("Test the native library", junit, ReadJUnit, "ctest", "--preset", "release", "--output-junit", junit)
        + RunManagedTests("GlassModes.Tests", arguments)
        + (arguments.Any(argument => argument.StartsWith("--filter", StringComparison.Ordinal))
            ? default
            : RunManagedTests("GlassModes.PageTests", arguments));
    return Conclude(tally);
}

// The page needs neither the native libraries nor the solution: its own project is built.
int TestPages(string[] arguments)
{
    SetUp(bundling, browsing);
    Run("Build the tests of the page", dotnet, "build", "tests/GlassModes.PageTests", "-c", "Release", "--nologo", "-v", "quiet");
    return Conclude(RunManagedTests("GlassModes.PageTests", arguments));
}

int Validate(string[] arguments)
{
    SetUp(compiling, bundling, running, reading);
    ConfigureAndBuildNative(withTests: false);
    BuildManaged();
    return Conclude(RunManagedTests("GlassModes.Validation", arguments));
}

int Demo(string[] arguments)
{
    SetUp(compiling, bundling, running);
    ConfigureAndBuildNative(withTests: false);
    Run("Build the command line", dotnet, "build", "src/GlassModes.Runner", "-c", "Release", "--nologo", "-v", "quiet");
    string command = Path.Combine(artifacts, "bin", "GlassModes.Runner", "release", "glassmodes.dll");
    return Try("Run the demo", dotnet, [command, "demo", .. arguments]);
}

int Benchmark(string title, string[] arguments)
{
    SetUp(compiling, bundling, running);
    ConfigureAndBuildNative(withTests: false);
    Run("Build the benchmarks", dotnet, "build", "tests/GlassModes.Benchmarks", "-c", "Release", "--nologo", "-v", "quiet");
    string program = Path.Combine(artifacts, "bin", "GlassModes.Benchmarks", "release", "GlassModes.Benchmarks.dll");
    return Try(title, dotnet, [program, .. arguments]);
}

int SideBySide(string[] arguments)
{
    SetUp(comparing);
    return Benchmark("Compare with LAMMPS", ["sidebyside", .. arguments]);
}

int Spectra(string[] arguments)
{
    SetUp(solving);
    return Benchmark("Measure the eigensolvers", ["spectra", .. arguments]);
}

int Bindings(string[] arguments)
{
    SetUp(binding);
    string[] inputs =
    [
        .. Directory.GetFiles(
            Path.Combine(root, "native", "bindings"), "*.rsp").Select(f => Path.GetRelativePath(root, f)).Order(StringComparer.Ordinal),
    ];
    string title = arguments.Contains("--check") ? "Compare the generated bindings with the headers" : "Generate the bindings";
    Run(title, dotnet, ["run", "--project", "native/bindings/generator", "-c", "Release", "--", .. inputs, .. arguments]);
    return 0;
}

// The solution by its own rules; this file, which is in no project, for its white space (its build enforces the rest).
int Format(string[] arguments)
{
    string[] verify = arguments.Contains("--check") ? ["--verify-no-changes"] : [];
    Run(verify.Length > 0 ? "Check the format" : "Format the code", dotnet, ["format", "Interop.sln", .. verify]);
    Run("The same for build.cs", dotnet, ["format", "whitespace", ".", "--folder", "--include", "build.cs", .. verify]);
    return 0;
}

int Clean()
{
    if (Directory.Exists(artifacts))
    {
        Directory.Delete(artifacts, recursive: true);
    }

    return 0;
}

void Help(TextWriter output)
{
    output.WriteLine("Usage: dotnet run build.cs -- TASK [arguments]");
    output.WriteLine();
    foreach (BuildTask task in tasks)
    {
        output.WriteLine($"  {task.Name,-12}{task.Summary}");
    }
}

// ---- Steps ----------------------------------------------------------------------------------------------------------

void ConfigureAndBuildNative(bool withTests)
{
    string[] generator = IsOnPath("make") || !IsOnPath("ninja") ? [] : ["-G", "Ninja"];
    string tests = withTests ? "ON" : "OFF";
    Run("Configure the native library", "cmake", ["--preset", "release", $"-DGLASSMODES_TESTS={tests}", .. generator]);
    Run("Build the native library", "cmake", "--build", "--preset", "release");
    Run("Install the native library to artifacts/native", "cmake", "--install", "artifacts/native/build/release");
}

void BuildManaged() => Run("Build the solution", dotnet, "build", "Interop.sln", "-c", "Release", "--nologo", "-v", "minimal");

// No test has a time limit of its own. A test that waits for ever is ended here, and named in the output.
Tally RunManagedTests(string project, string[] arguments)
{
    const string HangTimeout = "45min";
    string trx = Path.Combine(testResults, project + ".trx");
    string[] command =
    [
        "test", $"tests/{project}", "-c", "Release", "--no-build", "--nologo",
        "--logger", $"trx;LogFileName={project}.trx", "--results-directory", testResults,
        "--blame-hang-timeout", HangTimeout, "--blame-hang-dump-type", "none", .. arguments,
    ];
    return RunSuite($"Run {project}", trx, ReadTrx, dotnet, command);
}

// Runs a test command and counts from the file it writes; never takes its word for it.
Tally RunSuite(string title, string results, Func<string, Tally> read, string command, params string[] arguments)
{
    Directory.CreateDirectory(testResults);
    File.Delete(results);
    int exitCode = Try(title, command, arguments);
    if (!File.Exists(results))
    {
        return Complain($"{title}: there is no result file {results} (exit code {exitCode}).");
    }

    Tally tally;
    try
    {
        tally = read(results);
    }
    catch (Exception unreadable) when (unreadable is XmlException or FormatException or InvalidOperationException)
    {
        return Complain($"{title}: the result file {results} cannot be read: {unreadable.Message}");
    }

    if (tally.Passed + tally.Failed == 0)
    {
        return tally + Complain($"{title}: no test ran (exit code {exitCode}).");
    }

    return exitCode != 0 && tally.Failed == 0
        ? tally + Complain($"{title}: no test failed, but the exit code is {exitCode}.")
        : tally;
}

// A check that must hold but does not keep the tests from running.
Tally Check(string name, Func<int> check)
{
    try
    {
        check();
        return default;
    }
    catch (StepFailedException failure) when (!interrupted)
    {
        return Complain($"{name} failed: {failure.Message}");
    }
}

Tally Complain(string what)
{
    Console.Error.WriteLine($"build.cs: {what}");
    return new Tally(0, 1, 0);
}

int Conclude(Tally tally)
{
    Console.WriteLine();
    Console.WriteLine($"{tally.Passed} passed, {tally.Failed} failed, {tally.Skipped} skipped");
    return tally.Failed == 0 ? 0 : 1;
}

// ---- Prerequisites --------------------------------------------------------------------------------------------------

int SetUp(params Prerequisite[][] groups)
{
    Prerequisite[] needed = [.. groups.SelectMany(group => group)];
    bool knowsPackages = IsOnPath("dpkg-query");
    string[] missing =
    [
        .. needed.Where(p => !p.Commands.Any(IsOnPath) && !(knowsPackages && IsInstalled(p.Package))).Select(p => p.Package),
    ];
    if (missing.Length == 0)
    {
        return 0;
    }

    if (!knowsPackages || !IsOnPath("apt-get"))
    {
        Console.WriteLine($"Needed, by their Debian names, and not found or not to be checked here: {string.Join(' ', missing)}");
        string[] surely = [.. needed.Where(p => p.Commands.Length > 0 && missing.Contains(p.Package)).Select(p => p.Package)];
        return surely.Length == 0 ? 0 : throw new StepFailedException(1, $"install {string.Join(", ", surely)}, then run this again.");
    }

    string install = $"apt-get update && apt-get install -y --no-install-recommends {string.Join(' ', missing)}";
    string[]? asRoot = Environment.IsPrivilegedProcess
        ? []
        : IsOnPath("sudo") && Capture("sudo", "-n", "true").ExitCode == 0 ? ["sudo", "-n"] : null;
    if (asRoot is null)
    {
        throw new StepFailedException(1, $"Debian packages are missing. Run this as root, then try again:\n    {install}");
    }

    string[] command = [.. asRoot, "env", "DEBIAN_FRONTEND=noninteractive", "sh", "-c", install];
    Run($"Install {string.Join(' ', missing)}", command[0], command[1..]);
    return 0;
}

bool IsInstalled(string package) =>
    Capture("dpkg-query", "-W", "-f=${db:Status-Status}\n", package).Output.Split('\n').Contains("installed");

static bool IsOnPath(string command) =>
    (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
        .Any(folder => File.Exists(Path.Combine(folder, OperatingSystem.IsWindows() ? command + ".exe" : command)));

// The SDK that runs this file, which need not be on PATH.
static string FindDotnet()
{
    string home = Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", ".."));
    string host = Path.Combine(home, OperatingSystem.IsWindows() ? "dotnet.exe" : "dotnet");
    return File.Exists(host) && Directory.Exists(Path.Combine(home, "sdk")) ? host : "dotnet";
}

// ---- Commands -------------------------------------------------------------------------------------------------------

void Run(string title, string command, params string[] arguments)
{
    int exitCode = Try(title, command, arguments);
    if (exitCode != 0)
    {
        throw new StepFailedException(exitCode, $"exit code {exitCode} from: {Describe(command, arguments)}");
    }
}

int Try(string title, string command, params string[] arguments)
{
    Console.WriteLine($"==> {title}");
    using Process process = Start(new ProcessStartInfo(command, arguments) { WorkingDirectory = root });
    process.WaitForExit();
    return interrupted ? throw new StepFailedException(130, $"interrupted: {Describe(command, arguments)}") : process.ExitCode;
}

static (int ExitCode, string Output) Capture(string command, params string[] arguments)
{
    using Process process = Start(new ProcessStartInfo(command, arguments) { RedirectStandardOutput = true, RedirectStandardError = true });
    process.ErrorDataReceived += (_, _) => { };
    process.BeginErrorReadLine();
    string output = process.StandardOutput.ReadToEnd();
    process.WaitForExit();
    return (process.ExitCode, output);
}

static Process Start(ProcessStartInfo info)
{
    try
    {
        return Process.Start(info) ?? throw new StepFailedException(127, $"could not start: {info.FileName}");
    }
    catch (Win32Exception inner)
    {
        throw new StepFailedException(127, $"could not start {info.FileName}: {inner.Message}");
    }
}

static string Describe(string command, string[] arguments) =>
    string.Join(' ', arguments.Prepend(command).Select(a => a.Contains(' ') ? $"'{a}'" : a));

// ---- Test results ---------------------------------------------------------------------------------------------------

// CTest: its own sums take a test whose executable is missing for a skipped one, so each test is looked at.
static Tally ReadJUnit(string file)
{
    XElement[] cases = [.. XDocument.Load(file).Descendants("testcase")];
    int passed = cases.Count(test => Text(test, "status") == "run");
    int skipped = cases.Count(test => Text(test, "status") == "disabled"
        || test.Elements("skipped").Any(reason => Text(reason, "message").StartsWith("SKIP_", StringComparison.Ordinal)));
    return new Tally(passed, cases.Length - passed - skipped, skipped);
}

// The trx counters have no reliable number of skipped tests: those are what neither passed nor failed.
static Tally ReadTrx(string file)
{
    XElement counters = XDocument.Load(file).Descendants().Single(e => e.Name.LocalName == "Counters");
    int passed = Number(counters, "passed");
    int failed = Number(counters, "failed") + Number(counters, "error") + Number(counters, "timeout") + Number(counters, "aborted");
    return new Tally(passed, failed, Number(counters, "total") - passed - failed);
}

static int Number(XElement element, string attribute) => int.Parse(Text(element, attribute), CultureInfo.InvariantCulture);

static string Text(XElement element, string attribute) =>
    element.Attribute(attribute)?.Value ?? throw new FormatException($"<{element.Name.LocalName}> has no attribute '{attribute}'.");

internal sealed record BuildTask(string Name, string Summary, Func<string[], int> Run);

internal sealed record Prerequisite(string Package, params string[] Commands);

internal readonly record struct Tally(int Passed, int Failed, int Skipped)
{
    public static Tally operator +(Tally a, Tally b) => new(a.Passed + b.Passed, a.Failed + b.Failed, a.Skipped + b.Skipped);
}

internal sealed class StepFailedException(int exitCode, string message) : Exception(message)
{
    public int ExitCode { get; } = exitCode;
}
