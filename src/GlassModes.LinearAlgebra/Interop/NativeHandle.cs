// Owners of what native libraries allocate.

using System.Runtime.InteropServices;

namespace GlassModes.LinearAlgebra.Interop;

/// <summary>A pointer that a native library gave out and wants back once.</summary>
internal abstract unsafe class NativeHandle(void* pointer) : SafeHandle((nint)pointer, ownsHandle: true)
{
    /// <inheritdoc/>
    public override bool IsInvalid => handle == 0;

    /// <summary>The pointer for one call, which keeps the handle from being released meanwhile.</summary>
    /// <exception cref="ObjectDisposedException">It has been released.</exception>
    public Loan Borrow() => new(this);

    /// <summary>A pointer in use; dispose of it after the call.</summary>
    public readonly ref struct Loan : IDisposable
    {
        private readonly NativeHandle _owner;

        /// <summary>Takes the pointer.</summary>
        public Loan(NativeHandle owner)
        {
            bool taken = false;
            owner.DangerousAddRef(ref taken);
            _owner = owner;
        }

        /// <summary>The pointer.</summary>
        public void* Pointer => (void*)_owner.handle;

        /// <inheritdoc/>
        public void Dispose() => _owner.DangerousRelease();
    }
}
