#include "hello_records.h"

#include "buf.h"
#include "record.h"

static void split(struct buf *out, size_t *records, const struct record *record, size_t limit)
{
	uint8_t header[RECORD_HEADER_LEN];

	for (size_t at = 0; at < record->len; at += limit) {
		size_t len = record->len - at < limit ? record->len - at : limit;

		record_header(header, record->type, record->version, len);
		buf_append(out, header, sizeof(header));
		buf_append(out, record->body + at, len);
		++*records;
	}
}

bool hello_records_split(
	struct buf *out, size_t *records, size_t *bytes, const uint8_t *data, size_t len, size_t limit)
{
	struct record record;

	while (len > 0) {
		if (record_read(&record, data, len) != RECORD_READY)
			return false;
		if (record.type == RECORD_HANDSHAKE) {
			split(out, records, &record, limit);
			*bytes += record.len;
		} else {
			buf_append(out, data, record.size);
		}
		data += record.size;
		len -= record.size;
	}
	return true;
}
