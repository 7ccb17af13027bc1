// Ticks of an axis, and the place of numbers along the axis.

using System.Globalization;
using ScottPlot;
using ScottPlot.TickGenerators;

namespace GlassModes.Figures.Drawing;

/// <summary>Places numbers along an axis: as they are, or as log10 on a logarithmic axis.</summary>
internal static class AxisTicks
{
    // A logarithmic axis with fewer powers of ten than this has numbers at its ticks.
    private const int FewestPowers = 3;

    // Within this part of a decade, labels are in even steps; on a longer axis they are 1, 2 and 5 times powers of ten.
    private const double EvenSteps = 0.6;
    private const int MostLabels = 7;
    private const int MostNumbers = 4;

    // On a logarithmic axis that goes below this, all numbers are written with powers of ten.
    private const double LeastPlain = 1e-3;
    private const double Rounding = 1e-9;

    private const string Superscripts = "⁰¹²³⁴⁵⁶⁷⁸⁹";

    /// <summary>The coordinate of a number; NaN where the axis cannot show the number.</summary>
    public static double Place(FigureAxis axis, double value) => axis.Scale == AxisScale.Linear ? value
        : value > 0 ? Math.Log10(value)
        : double.NaN;

    /// <summary>The number at a coordinate.</summary>
    public static double Value(FigureAxis axis, double place) => axis.Scale == AxisScale.Linear ? place : Math.Pow(10, place);

    /// <summary>The ticks of an axis over a range of coordinates.</summary>
    public static ITickGenerator Of(FigureAxis axis, double from, double to)
    {
        if (axis.Scale == AxisScale.Linear)
        {
            return new NumericAutomatic { LabelFormatter = NumberOf, MinimumTickSpacing = 40 };
        }

        NumericManual ticks = new();
        if (Math.Floor(to) - Math.Ceiling(from) + 1 >= FewestPowers)
        {
            AddDecades(ticks, from, to);
        }
        else
        {
            AddNumbers(ticks, from, to);
        }

        return ticks;
    }

    private static void AddDecades(NumericManual ticks, double from, double to)
    {
        int step = Math.Max(1, (int)Math.Ceiling((to - from) / MostLabels));
        for (int decade = (int)Math.Floor(from); decade <= (int)Math.Ceiling(to); decade++)
        {
            if (decade % step == 0)
            {
                ticks.AddMajor(decade, PowerOfTen(decade));
            }
            else
            {
                ticks.AddMinor(decade);
            }

            for (int digit = 2; digit <= 9 && step == 1; digit++)
            {
                ticks.AddMinor(decade + Math.Log10(digit));
            }
        }
    }

    private static void AddNumbers(NumericManual ticks, double from, double to)
    {
        Func<double, string> textOf = Math.Pow(10, from) < LeastPlain ? NumberWithPower : NumberOf;
        if (to - from >= EvenSteps)
        {
            for (int decade = (int)Math.Floor(from); decade <= (int)Math.Ceiling(to); decade++)
            {
                for (int digit = 1; digit <= 9; digit++)
                {
                    double place = decade + Math.Log10(digit);
                    if (digit is 1 or 2 or 5)
                    {
                        ticks.AddMajor(place, textOf(digit * Math.Pow(10, decade)));
                    }
                    else
                    {
                        ticks.AddMinor(place);
                    }
                }
            }

            return;
        }

        (double low, double high) = (Math.Pow(10, from), Math.Pow(10, to));
        double rough = (high - low) / MostNumbers;
        double power = Math.Pow(10, Math.Floor(Math.Log10(rough)));
        double step = (rough / power) switch { <= 1 => 1, <= 2 => 2, <= 5 => 5, _ => 10 } * power;
        for (double value = Math.Ceiling(low / step) * step; value <= high; value += step)
        {
            ticks.AddMajor(Math.Log10(value), textOf(Math.Round(value / step) * step));
        }
    }

    private static string NumberOf(double value) => value.ToString("g4", CultureInfo.InvariantCulture).Replace('-', '−');

    // 5×10⁻⁵, and 10⁻⁵ for the power itself.
    private static string NumberWithPower(double value)
    {
        int exponent = (int)Math.Floor(Math.Log10(value * (1 + Rounding)));
        string digits = NumberOf(value / Math.Pow(10, exponent));
        return digits == "1" ? PowerOfTen(exponent) : $"{digits}×{PowerOfTen(exponent)}";
    }

    private static string PowerOfTen(int exponent) => "10" + string.Concat(
        exponent.ToString(CultureInfo.InvariantCulture).Select(letter => letter == '-' ? '⁻' : Superscripts[letter - '0']));
}
