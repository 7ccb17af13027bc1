// The part of a virtual machine's time that the host gave to other guests.

using System.Globalization;

namespace GlassModes.Benchmarks.Threads;

/// <summary>
/// Stolen time and time of all kinds, as Linux counts them: over all processors, in ticks since the start of the machine.
/// </summary>
internal readonly record struct StolenTime(double Stolen, double All)
{
    private const string File = "/proc/stat";
    private const int StolenColumn = 7;
    private const int Columns = 8;

    /// <summary>The counts up to now. Zeros if the system keeps no counts.</summary>
    public static StolenTime SoFar()
    {
        if (!System.IO.File.Exists(File))
        {
            return default;
        }

        // "cpu  user nice system idle iowait irq softirq steal …"
        double[] ticks =
        [
            .. System.IO.File.ReadLines(File).First().Split(' ', StringSplitOptions.RemoveEmptyEntries)
                .Skip(1).Take(Columns).Select(text => double.Parse(text, CultureInfo.InvariantCulture)),
        ];
        return ticks.Length < Columns ? default : new StolenTime(ticks[StolenColumn], ticks.Sum());
    }

    /// <summary>The stolen share of the time since these counts. Null if the system keeps no counts.</summary>
    public double? ShareSince()
    {
        StolenTime now = SoFar();
        return now.All > All ? (now.Stolen - Stolen) / (now.All - All) : null;
    }
}
