/*
 * document-xlsx.h - writes a document as an Excel workbook.
 *
 * Layer 4.  Uses libxlsxwriter, which only cop-report is linked with. For documents, see document.h.
 */
#ifndef COP_DOCUMENT_XLSX_H
#define COP_DOCUMENT_XLSX_H

#include "diag.h"
#include "document.h"

/*
 * Appends the workbook to out, and sets *stamp. The same document and as_of give the same bytes. False, with the reason
 * recorded, if it cannot be made.
 */
bool document_xlsx(const struct document *document, day as_of, struct buf *out,
		   struct stamped *stamp, struct diag *diag);

#endif
