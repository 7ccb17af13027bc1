// How much of a virtual machine's time its host gave to others.

using System.Globalization;

namespace GlassModes.Benchmarks.Threads;

/// <summary>The host's own account on Linux, all processors together, in ticks since the start of the machine.</summary>
internal readonly record struct StolenTime(double Stolen, double All)
{
    private const string File = "/proc/stat";
    private const int StolenColumn = 7;
    private const int Columns = 8;

    /// <summary>As it stands; zeros where the system keeps no account.</summary>
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

    /// <summary>The share of the time since then that was stolen; null where the system keeps no account.</summary>
    public double? ShareSince()
    {
        StolenTime now = SoFar();
        return now.All > All ? (now.Stolen - Stolen) / (now.All - All) : null;
    }
}
