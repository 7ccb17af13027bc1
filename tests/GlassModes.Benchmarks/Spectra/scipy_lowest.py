"""The lowest eigenvalues of a Matrix Market file by scipy: reads, solves, prints seconds of the solution and eigenvalues.

Arguments: FILE COUNT. The settings are the fastest that were found for such matrices: which='SA', ncv=60, tol=1e-6."""

import json
import sys
import time

import scipy.io
import scipy.sparse.linalg

matrix = scipy.io.mmread(sys.argv[1]).tocsr()
began = time.perf_counter()
values = scipy.sparse.linalg.eigsh(matrix, k=int(sys.argv[2]), which="SA", ncv=60, tol=1e-6, return_eigenvectors=True)[0]
print(json.dumps({"seconds": time.perf_counter() - began, "values": sorted(values)}))
