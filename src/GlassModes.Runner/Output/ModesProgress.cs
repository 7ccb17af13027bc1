// Tells where a search for modes stands, of which nobody knows how long it takes.

using GlassModes.Modes;

namespace GlassModes.Runner.Output;

internal sealed class ModesProgress(ProgressDisplay display) : IProgress<ModeProgress>
{
    public void Report(ModeProgress value) => display.Report(new WorkProgress(
        double.NaN, value.Found > 0 ? $"{value.Stage} ({value.Found} modes so far)" : value.Stage));
}
