// Turns Ctrl-C, SIGTERM and SIGUSR1 into cancellation. A second Ctrl-C ends the process at once.

using System.Runtime.InteropServices;

namespace GlassModes.Runner;

internal sealed class Interruption : IDisposable
{
    private readonly CancellationTokenSource _source = new();
    private readonly List<PosixSignalRegistration> _registrations;

    public Interruption()
    {
        List<PosixSignal> signals = [PosixSignal.SIGINT, PosixSignal.SIGTERM];

        // Schedulers send SIGUSR1 before a time limit. .NET has no name for this signal but takes the number of the operating system.
        if (NumberOfUserSignal is { } number)
        {
            signals.Add((PosixSignal)number);
        }

        _registrations = [.. signals.Select(signal => PosixSignalRegistration.Create(signal, HandleSignal))];
    }

    public CancellationToken Token => _source.Token;

    // The numbers of the platforms that .NET runs on; null where there is no such signal.
    private static int? NumberOfUserSignal =>
        OperatingSystem.IsLinux() ? 10
        : OperatingSystem.IsMacOS() || OperatingSystem.IsFreeBSD() ? 30
        : null;

    public void Dispose()
    {
        _registrations.ForEach(registration => registration.Dispose());
        _source.Dispose();
    }

    private void HandleSignal(PosixSignalContext context)
    {
        // A scheduler may send its signals to every process of a job, and the script of the job passes them on: they come twice.
        bool isSecondByHand = context.Signal == PosixSignal.SIGINT && _source.IsCancellationRequested;
        context.Cancel = !isSecondByHand;
        _source.Cancel();
    }
}
