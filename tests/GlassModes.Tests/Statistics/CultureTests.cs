// Tests that the texts of statistics do not depend on the culture of the thread.

using System.Globalization;
using GlassModes.Statistics;

namespace GlassModes.Tests.Statistics;

[SetCulture("")]
public class CultureTests
{
    [Test]
    public void Messages_do_not_depend_on_the_culture_of_the_thread()
    {
        string[] invariant = [.. Messages()];
        Assert.That(invariant, Has.Some.Contains("-0.25").And.Some.Contains("1.5 and 2.25"));
        Assert.That(InGerman(Messages), Is.EqualTo(invariant));
    }

    /// <summary>
    /// Returns the results of a function under a culture with the decimal comma of de-DE and the minus sign of sv-SE. These cultures
    /// themselves do not exist here, because the tests run without culture data (InvariantGlobalization).
    /// </summary>
    internal static T[] InGerman<T>(Func<IEnumerable<T>> function)
    {
        CultureInfo german = (CultureInfo)CultureInfo.InvariantCulture.Clone();
        german.NumberFormat.NumberDecimalSeparator = ",";
        german.NumberFormat.NumberGroupSeparator = ".";
        german.NumberFormat.NegativeSign = "\u2212";
        german.NumberFormat.NegativeInfinitySymbol = "\u2212\u221E";
        CultureInfo before = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = german;
            Assert.That($"{-1.5}", Is.EqualTo("\u22121,5"));
            return [.. function()];
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    private static IEnumerable<string> Messages()
    {
        DataPoint[] line = [.. Enumerable.Range(1, 9).Select(k => new DataPoint(0.5 * k, 2.5 - (0.25 * k) + (0.1 * (k % 3)), 0.5))];
        DataPoint[] flat =
        [
            .. Enumerable.Range(10, 15).Select(k => new DataPoint(0.5 * k, (1 + (0.01 * (k % 3))) / (k * k), 0.1 / (k * k))),
        ];
        object[] fits =
        [
            ExponentialTail.OfValues([-1.5, -2], -0.25),
            ExponentialTail.OfSamples([(1, [-1.5, -2])], -0.25),
            ExponentialTail.OfValues(Enumerable.Range(1, 40).Select(k => -0.1 * k), -0.25),
            DecayFit.Of(line, 1.5, 2.25),
            DecayFit.Of(flat, 1.5, 22.5),
            DecayFit.OfBestRange(line),
            LineFit.Of(line),
            PowerLawFit.Of(line),
            WeibullFit.OfValues([.. Enumerable.Range(1, 20).Select(k => 0.1 * k), -1.5]),
            WeibullFit.OfValues([-1.5]),
        ];
        return
        [
            .. fits.Select(fit => $"{fit}"),
            $"{new Estimate(-1.5, 0.25, 3)}",
            $"{new Estimate(-1.5e-20, 2.5e-21, 3)}",
            $"{new TailLimit(-1.5, false).Trouble}",
            $"{MobilityEdge.Of([])}",
            Assert.Throws<ArgumentException>(() => new ExactSums(1).Add([double.NegativeInfinity]))!.Message,
        ];
    }
}
