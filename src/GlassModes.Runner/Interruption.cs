// Turns Ctrl-C and SIGTERM into cancellation. A second signal ends the process at once.

using System.Runtime.InteropServices;

namespace GlassModes.Runner;

internal sealed class Interruption : IDisposable
{
    private readonly CancellationTokenSource _source = new();
    private readonly PosixSignalRegistration _interrupt;
    private readonly PosixSignalRegistration _terminate;

    public Interruption()
    {
        _interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, HandleSignal);
        _terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, HandleSignal);
    }

    public CancellationToken Token => _source.Token;

    public void Dispose()
    {
        _interrupt.Dispose();
        _terminate.Dispose();
        _source.Dispose();
    }

    private void HandleSignal(PosixSignalContext context)
    {
        context.Cancel = !_source.IsCancellationRequested;
        _source.Cancel();
    }
}
