// Owns pointers to objects that native libraries allocate.

using System.Runtime.InteropServices;

namespace GlassModes.Native;

/// <summary>Owns a pointer that a native library gave out. The pointer must be given back exactly once.</summary>
internal abstract unsafe class NativeHandle(void* pointer) : SafeHandle((nint)pointer, ownsHandle: true)
{
    /// <inheritdoc/>
    public override bool IsInvalid => handle == 0;

    /// <summary>Lends the pointer for one call. The handle is not released during the call.</summary>
    /// <exception cref="ObjectDisposedException">The handle has been released.</exception>
    public Loan Borrow() => new(this);

    /// <summary>A borrowed pointer. Dispose of the loan after the call.</summary>
    public readonly ref struct Loan : IDisposable
    {
        private readonly NativeHandle _owner;

        /// <summary>Borrows the pointer of a handle.</summary>
        public Loan(NativeHandle owner)
        {
            bool isCounted = false;
            owner.DangerousAddRef(ref isCounted);
            _owner = owner;
        }

        /// <summary>The pointer.</summary>
        public void* Pointer => (void*)_owner.handle;

        /// <inheritdoc/>
        public void Dispose() => _owner.DangerousRelease();
    }
}
