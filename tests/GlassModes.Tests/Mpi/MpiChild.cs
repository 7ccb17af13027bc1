// What a rank does in a test of MPI. Each rank is a process that writes what it found to a file.

using System.Diagnostics;
using System.Runtime.CompilerServices;
using GlassModes.Mpi;
using GlassModes.Native;
using GlassModes.Tests.Native;

namespace GlassModes.Tests.Mpi;

internal sealed class MpiChild
{
    private readonly MpiRanks _ranks;
    private readonly string _report;

    private MpiChild(MpiRanks ranks, string folder)
    {
        _ranks = ranks;
        _report = ReportOf(folder, ranks.Rank);
    }

    /// <summary>Lengths of arrays of bytes: nothing, the least, and more than two of the pieces in which the library sends.</summary>
    internal static int[] Lengths => [0, 1, 40_000_001];

    /// <summary>The file with the lines of a rank.</summary>
    internal static string ReportOf(string folder, int rank) => Path.Combine(folder, $"rank{rank}.txt");

    internal static int Run(string work, string folder)
    {
        try
        {
            if (work == "faults")
            {
                // Loads the library apart from the start.
                _ = NativeInformation.DescribeMpi();
            }

            using MpiRanks ranks = MpiRanks.Start();
            MpiChild child = new(ranks, folder);
            child.Do(work);
            ranks.Dispose();
            child.ReportErrorOf(() => ranks.Broadcast([]));
            return 0;
        }
        catch (GlassModesException failure)
        {
            Console.WriteLine($"{failure.GetType().Name}: {failure.Message}");
            return 1;
        }
    }

    /// <summary>Numbers whose bits show a conversion: NaN with a payload, a signalling NaN, negative zero, the smallest number.</summary>
    internal static ulong[] NumbersOf(int rank) =>
        [0x7FF8_0000_DEAD_0000 + (ulong)rank, 0x7FF0_0000_0000_0001, 0x8000_0000_0000_0000, 1, BitConverter.DoubleToUInt64Bits(rank + 0.5)];

    internal static string Hexadecimal(IEnumerable<ulong> bits) => string.Join(' ', bits.Select(number => $"{number:x16}"));

    /// <summary>The length that a rank gives in a round. Each rank gives each length once.</summary>
    internal static int LengthOf(int rank, int round) => Lengths[(rank + round) % Lengths.Length];

    private void Do(string work)
    {
        switch (work)
        {
            case "exchange":
                Report($"launched {MpiRanks.IsLaunched}, {_ranks.Rank} of {_ranks.Count} on {_ranks.ProcessorName}");
                GatherNumbers();
                GatherBytes();
                BroadcastBytes();
                break;
            case "describe":
                Report(_ranks.LibraryVersion);
                break;
            case "thread":
                Thread other = new(CallFromAnotherThread);
                other.Start();
                other.Join();
                ShowThatItGoesOn();
                break;
            case "twice":
                ReportErrorOf(() => MpiRanks.Start());
                break;
            case "lengths":
                ReportErrorOf(() => _ranks.AllGather([1], new double[_ranks.Count + 1]));
                double[] own = new double[1 + _ranks.Rank];
                ReportErrorOf(() => _ranks.AllGather(own, new double[_ranks.Count * own.Length]));
                ShowThatItGoesOn();
                break;
            case "calls":
                ReportErrorOf(MakeAnotherCallAtRankOne);
                ReportErrorOf(() => _ranks.Broadcast([]));
                break;
            case "leave":
                LeaveAtRankOne();
                break;
            case "abort":
                AbortAtRankOne();
                break;
            case "abort from a thread":
                Thread aborting = new(AbortAtRankOne);
                aborting.Start();
                aborting.Join();
                break;
            case "kill":
                KillRankOne();
                break;
            case "coexist":
                Child.Factorise();
                ReportFaults();
                ShowThatItGoesOn();
                break;
            case "faults":
                ReportFaults();
                break;
            default:
                throw new ComputationException($"There is no work '{work}'.");
        }
    }

    private void GatherNumbers()
    {
        double[] own = [.. NumbersOf(_ranks.Rank).Select(BitConverter.UInt64BitsToDouble)];
        double[] all = new double[_ranks.Count * own.Length];
        _ranks.AllGather(own, all);
        _ranks.AllGather([], []);
        Report($"numbers {Hexadecimal(all.Select(BitConverter.DoubleToUInt64Bits))}");
    }

    private void GatherBytes()
    {
        for (int round = 0; round < Lengths.Length; round++)
        {
            IReadOnlyList<byte[]> all = _ranks.Gather(BytesOf(_ranks.Rank, LengthOf(_ranks.Rank, round)));
            Report($"gather {string.Join(", ", all.Select((bytes, rank) => Compare(bytes, BytesOf(rank, LengthOf(rank, round)))))}");
        }
    }

    private void BroadcastBytes()
    {
        foreach (int length in Lengths)
        {
            byte[] bytes = _ranks.Broadcast(_ranks.Rank == 0 ? BytesOf(7, length) : new byte[123]);
            Report($"broadcast {Compare(bytes, BytesOf(7, length))}");
        }
    }

    private static string Compare(byte[] received, byte[] sent) =>
        $"{received.Length}{(received.AsSpan().SequenceEqual(sent) ? "" : $" instead of the {sent.Length} that were sent")}";

    private static byte[] BytesOf(int seed, int length)
    {
        byte[] bytes = new byte[length];
        new Random(seed).NextBytes(bytes);
        return bytes;
    }

    private void CallFromAnotherThread()
    {
        ReportErrorOf(() => _ranks.AllGather([1], new double[_ranks.Count]));
        ReportErrorOf(() => _ranks.Gather([1]));
        ReportErrorOf(() => _ranks.Broadcast([1]));
        ReportErrorOf(_ranks.Dispose);
    }

    private void MakeAnotherCallAtRankOne()
    {
        if (_ranks.Rank == 1)
        {
            _ranks.Gather([1]);
        }
        else
        {
            _ranks.AllGather([1], new double[_ranks.Count]);
        }
    }

    private void LeaveAtRankOne()
    {
        if (_ranks.Rank == 1)
        {
            throw new ComputationException("rank 1 has to leave.");
        }

        ReportErrorOf(() => _ranks.AllGather([1], new double[_ranks.Count]));
    }

    private void AbortAtRankOne()
    {
        if (_ranks.Rank == 1)
        {
            _ranks.Abort("the disk\nis full", 42);
        }

        new ManualResetEvent(false).WaitOne();
    }

    private void KillRankOne()
    {
        if (_ranks.Rank == 1)
        {
            using Process self = Process.GetCurrentProcess();
            self.Kill();
        }

        _ranks.AllGather([1], new double[_ranks.Count]);
    }

    // The runtime makes exceptions from signals, and learns of the end of other processes by a signal.
    private void ReportFaults()
    {
        ReportErrorOf(() => Unsafe.NullRef<int>() = 1);
        ReportErrorOf(() => Report($"{1 / (_ranks.Rank / 100)}"));
        using Process process = Process.Start(new ProcessStartInfo("true"))!;
        process.WaitForExit();
        Report($"true ended with {process.ExitCode}");
    }

    private void ShowThatItGoesOn() => Report($"broadcast {_ranks.Broadcast([1, 2]).Length}");

    private void Report(string line) => File.AppendAllText(_report, line + "\n");

    private void ReportErrorOf(Action action)
    {
        try
        {
            action();
            Report("no error");
        }
        catch (Exception failure)
        {
            Report($"{failure.GetType().Name}: {failure.Message.Split('\n')[0]}");
        }
    }
}
