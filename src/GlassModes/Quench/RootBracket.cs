// A root between two points of opposite sign, approached by interpolation.

namespace GlassModes.Quench;

/// <summary>
/// Holds a bracket of a falling function and proposes where to evaluate it: inverse quadratic interpolation through the last three points,
/// regula falsi while there are two or values are not finite, and the middle wherever two proposals in a row have not halved the bracket
/// (after Brent, Comput. J. 14, 422, 1971).
/// </summary>
internal struct RootBracket(double low, double atLow, double high, double atHigh)
{
    private double _low = low;
    private double _atLow = atLow;
    private double _high = high;
    private double _atHigh = atHigh;
    private double _third = double.NaN;
    private double _atThird = double.NaN;
    private double _width = high - low;
    private int _slow;

    /// <summary>Whether there is no number left between the ends.</summary>
    public readonly bool IsExhausted => !(0.5 * (_low + _high) > _low && 0.5 * (_low + _high) < _high);

    /// <summary>Where to evaluate next, strictly inside.</summary>
    public readonly double Next()
    {
        double middle = 0.5 * (_low + _high);
        double guess = _slow >= 2 || !double.IsFinite(_atLow) || !double.IsFinite(_atHigh) ? middle
            : double.IsFinite(_atThird) && _atThird != _atLow && _atThird != _atHigh ? Quadratic()
            : ((_low * _atHigh) - (_high * _atLow)) / (_atHigh - _atLow);
        return guess > _low && guess < _high ? guess : middle;
    }

    /// <summary>Takes the value at a point inside.</summary>
    public void Add(double at, double value)
    {
        if (value > 0)
        {
            (_third, _atThird, _low, _atLow) = (_low, _atLow, at, value);
        }
        else
        {
            (_third, _atThird, _high, _atHigh) = (_high, _atHigh, at, value);
        }

        _slow = _high - _low > 0.5 * _width ? _slow + 1 : 0;
        _width = _high - _low;
    }

    // Lagrange's parabola of the position as a function of the value, at 0.
    private readonly double Quadratic()
    {
        double a = _atLow;
        double b = _atHigh;
        double c = _atThird;
        return (_low * b * c / ((a - b) * (a - c))) + (_high * a * c / ((b - a) * (b - c))) + (_third * a * b / ((c - a) * (c - b)));
    }
}
