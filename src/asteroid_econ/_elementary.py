"""Elementary functions that the compiler can vectorise inside kernels."""
