/* fuzz.h - what the fuzz targets share. See LLVM's libFuzzer. */
#ifndef COP_FUZZ_H
#define COP_FUZZ_H

#include <stdbool.h>
#include <stddef.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const unsigned char *bytes, size_t n);

/* What must hold for any bytes. */
static inline void
expect(bool holds)
{
	if (!holds)
		abort();
}

#endif
