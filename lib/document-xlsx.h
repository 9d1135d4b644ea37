/*
 * document-xlsx.h - a document as a workbook: by libxlsxwriter, which only cop-report is linked with.
 *
 * Layer 4.  document.h is the document.
 */
#ifndef COP_DOCUMENT_XLSX_H
#define COP_DOCUMENT_XLSX_H

#include "diag.h"
#include "document.h"

/*
 * Adds the workbook's bytes to out, and sets the stamp: the same document on the same day makes the same bytes.  False,
 * with the reason recorded, if it cannot be made.
 */
bool document_xlsx(const struct document *document, day as_of, struct buf *out,
		   struct stamped *stamp, struct diag *diag);

#endif
