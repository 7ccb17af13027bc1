// Solves linear systems of a few unknowns.

namespace GlassModes.Quench.Integrators;

/// <summary>Gaussian elimination with partial pivoting for a few unknowns.</summary>
internal static class SmallSystems
{
    /// <summary>Solves a linear system. Overwrites the matrix, and returns the solution in the array of the right-hand side.</summary>
    public static double[] Solve(double[,] matrix, double[] right)
    {
        int n = right.Length;
        for (int i = 0; i < n; i++)
        {
            int pivot = i;
            for (int row = i + 1; row < n; row++)
            {
                pivot = Math.Abs(matrix[row, i]) > Math.Abs(matrix[pivot, i]) ? row : pivot;
            }

            for (int column = 0; column < n; column++)
            {
                (matrix[i, column], matrix[pivot, column]) = (matrix[pivot, column], matrix[i, column]);
            }

            (right[i], right[pivot]) = (right[pivot], right[i]);
            for (int row = i + 1; row < n; row++)
            {
                double factor = matrix[row, i] / matrix[i, i];
                for (int column = i; column < n; column++)
                {
                    matrix[row, column] -= factor * matrix[i, column];
                }

                right[row] -= factor * right[i];
            }
        }

        for (int i = n - 1; i >= 0; i--)
        {
            for (int column = i + 1; column < n; column++)
            {
                right[i] -= matrix[i, column] * right[column];
            }

            right[i] /= matrix[i, i];
        }

        return right;
    }
}
