// One browser for all tests, and the page of a test with what went wrong on it.

using System.Diagnostics;
using System.Globalization;
using GlassModes.Figures.Page;
using Microsoft.Playwright;

namespace GlassModes.PageTests;

/// <summary>Starts the browser before the first test and ends it after the last.</summary>
[SetUpFixture]
public sealed class Browser
{
    private static readonly string[] s_arguments =
    [
        "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
        "--disable-component-update", "--disable-sync",
    ];

    private static readonly string[] s_names = ["chromium", "chromium-browser", "google-chrome"];

    private static IPlaywright? s_playwright;
    private static IBrowser? s_browser;
    private static IBrowser? s_flatBrowser;

    /// <summary>Where screenshots are kept.</summary>
    public static string Screenshots { get; } = Path.Combine(FindRoot(), "artifacts", "page-tests");

    /// <summary>The example page as a file.</summary>
    public static string ExampleFile { get; } = Path.Combine(Screenshots, "example.html");

    [OneTimeSetUp]
    public async Task Start()
    {
        Directory.CreateDirectory(Screenshots);
        using (FileStream file = File.Create(ExampleFile))
        {
            ReportPage.Write(Example.Demonstration(), file);
        }

        s_playwright = await Playwright.CreateAsync();
        s_browser = await Launch([]);
    }

    [OneTimeTearDown]
    public async Task Stop()
    {
        foreach (IBrowser? browser in new[] { s_browser, s_flatBrowser })
        {
            if (browser is not null)
            {
                await browser.DisposeAsync();
            }
        }

        s_playwright?.Dispose();
    }

    /// <summary>Opens a file in a window of its own, where a script may run before that of the page.</summary>
    internal static Task<TestPage> Open(
        string? file = null, string hash = "", int width = 1200, ColorScheme scheme = ColorScheme.Light, string script = "") =>
        TestPage.Open(s_browser!, file ?? ExampleFile, hash, width, scheme, script);

    /// <summary>Opens the example in a browser without WebGL.</summary>
    internal static async Task<TestPage> OpenWithoutWebGl()
    {
        s_flatBrowser ??= await Launch(["--disable-3d-apis"]);
        return await TestPage.Open(s_flatBrowser, ExampleFile, "", 1200, ColorScheme.Light, "");
    }

    private static Task<IBrowser> Launch(string[] more) => s_playwright!.Chromium.LaunchAsync(new()
    {
        ExecutablePath = FindChromium(),
        Args = [.. s_arguments, .. more],
    });

    private static string FindChromium() =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
            .SelectMany(folder => s_names.Select(name => Path.Combine(folder, name)))
            .FirstOrDefault(File.Exists)
        ?? throw new InvalidOperationException($"There is no {string.Join(" or ", s_names)} on PATH. Debian has it as chromium.");

    private static string FindRoot()
    {
        string? folder = AppContext.BaseDirectory;
        while (folder is not null && !File.Exists(Path.Combine(folder, "Interop.sln")))
        {
            folder = Path.GetDirectoryName(folder);
        }

        return folder ?? throw new InvalidOperationException("The tests do not run below the solution.");
    }
}

/// <summary>A page of a test. It notes every error, every line of the console and every request.</summary>
internal sealed class TestPage : IAsyncDisposable
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(30);

    private readonly IBrowserContext _context;

    private TestPage(IBrowserContext context, IPage page) => (_context, Page) = (context, page);

    public IPage Page { get; }

    /// <summary>What must not be: errors, console lines, requests.</summary>
    public List<string> Complaints { get; } = [];

    /// <summary>Milliseconds from the navigation until window.ready.</summary>
    public double ReadyAfter { get; private set; }

    public ILocator Stage => Page.Locator(".stage");

    public static async Task<TestPage> Open(
        IBrowser browser, string file, string hash, int width, ColorScheme scheme, string script)
    {
        IBrowserContext context = await browser.NewContextAsync(new()
        {
            Offline = true,
            ColorScheme = scheme,
            ViewportSize = new() { Width = width, Height = 900 },
            ReducedMotion = ReducedMotion.NoPreference,
        });
        TestPage test = new(context, await context.NewPageAsync());
        string address = new Uri(file).AbsoluteUri;
        test.Page.PageError += (_, error) => test.Complaints.Add(error);
        test.Page.Console += (_, line) =>
        {
            // The software renderer says so whenever a picture is read back.
            if (!line.Text.Contains("GPU stall due to ReadPixels", StringComparison.Ordinal))
            {
                test.Complaints.Add($"{line.Type}: {line.Text}");
            }
        };
        test.Page.Request += (_, request) =>
        {
            bool isOwn = request.Url.StartsWith(address, StringComparison.Ordinal);
            if (!isOwn && !request.Url.StartsWith("data:", StringComparison.Ordinal)
                && !request.Url.StartsWith("blob:", StringComparison.Ordinal))
            {
                test.Complaints.Add($"request: {request.Url}");
            }
        };
        if (script.Length > 0)
        {
            await test.Page.AddInitScriptAsync(script);
        }

        await test.Page.GotoAsync(address + hash);
        await test.Page.Locator("html[data-ready]").WaitForAsync(new() { State = WaitForSelectorState.Attached });
        test.ReadyAfter = await test.Page.EvaluateAsync<double>("performance.getEntriesByName('glassmodes: ready')[0]?.startTime ?? 0");
        return test;
    }

    /// <summary>Waits until an expression of the page is true.</summary>
    public async Task Until(string expression)
    {
        // Playwright's own wait evaluates a text by a timer of the page. An attribute needs no such text.
        Stopwatch watch = Stopwatch.StartNew();
        while (!await Page.EvaluateAsync<bool>(expression))
        {
            Assert.That(watch.Elapsed, Is.LessThan(s_patience), $"waiting for: {expression}; {string.Join(' ', Complaints)}");
            await Task.Delay(30);
        }
    }

    /// <summary>Waits until all figures are drawn.</summary>
    public Task WaitForFigures() =>
        Until("document.querySelectorAll('[data-figure]:not([data-drawn]):not([data-failed])').length === 0");

    public async Task<Picture> Picture(ILocator? place = null) =>
        GlassModes.PageTests.Picture.FromPng(await (place ?? Stage).ScreenshotAsync());

    /// <summary>Keeps a picture of the whole page.</summary>
    public Task Keep(string name) =>
        Page.ScreenshotAsync(new() { Path = Path.Combine(Browser.Screenshots, $"{name}.png"), FullPage = true });

    /// <summary>Does something that draws the mode again, and waits until it is drawn.</summary>
    public async Task Redraw(Func<Task> act)
    {
        string before = await Stage.GetAttributeAsync("data-drawings") ?? "";
        await act();
        await Until($"document.querySelector('.stage').dataset.drawings !== '{before}'");
    }

    /// <summary>Sets a range control to a value, as a person does.</summary>
    public Task Set(string control, double value) =>
        Page.Locator($"[data-control='{control}']").FillAsync(value.ToString(CultureInfo.InvariantCulture));

    public ValueTask DisposeAsync() => _context.DisposeAsync();
}
